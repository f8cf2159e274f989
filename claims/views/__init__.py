"""The special site's pages, a file a part of it.

top       the first page, and which scheme
pages     what is only read: the notice's facts, questions and answers, the sheet for issuers, our policies
news      announcements
checker   three questions: does the notice concern me?
easy      the same in やさしい日本語
closed    a form asked for outside its window
refusals  too many tries
"""
