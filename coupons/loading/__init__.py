"""Loading the files of regionPAY (design 5 "Loading", 7 "Files in").

kinds     what the five kinds of file are: headers, checks, where each value goes
reading   a file as rows with line numbers; knows nothing of the database
checking  COPY into a staging table, and one statement that judges every row
storing   what was judged good goes in; what is known already is compared
entries   the ledger's own questions: cancellations, echoes, payments that look odd
report    what became of a file's rows
run       the whole command: one transaction, its order, its report
"""
