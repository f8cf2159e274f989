"""The addresses of the review, all under /admin/desk/review/."""

from django.urls import path

from desk import review_deeds, review_post, review_queue, review_taking, review_views, review_waiting, second_person

HERE = "admin/desk/review"

urlpatterns = [
    path(f"{HERE}/", review_queue.queue, name="desk_review"),
    path(f"{HERE}/claim/<int:pk>/", review_views.show, name="desk_review_case"),
    path(f"{HERE}/claim/<int:pk>/open/", review_views.open_one, name="desk_review_open"),
    path(f"{HERE}/claim/<int:pk>/close/", review_views.give_back, name="desk_review_close"),
    path(f"{HERE}/claim/<int:pk>/destination/", review_deeds.destination, name="desk_review_destination"),
    path(f"{HERE}/claim/<int:pk>/ask-again/", review_deeds.ask_again, name="desk_review_ask_again"),
    path(f"{HERE}/line/<int:pk>/accept/", review_deeds.accept, name="desk_review_accept"),
    path(f"{HERE}/line/<int:pk>/second/", review_deeds.second, name="desk_review_second"),
    path(f"{HERE}/line/<int:pk>/decline/", review_deeds.decline, name="desk_review_decline"),
    path(f"{HERE}/line/<int:pk>/ask/", review_deeds.ask, name="desk_review_ask"),
    path(f"{HERE}/line/<int:pk>/grant/", review_deeds.grant, name="desk_review_grant"),
    path(f"{HERE}/second-person/", review_waiting.waiting_list, name="desk_review_waiting"),
    path(f"{HERE}/second-person/<int:pk>/", review_waiting.show, name="desk_review_proposal"),
    path(f"{HERE}/second-person/<int:pk>/approve/", review_waiting.approve, name="desk_review_approve"),
    path(f"{HERE}/second-person/<int:pk>/send-back/", review_waiting.send_back, name="desk_review_send_back"),
    path(f"{HERE}/second-person/mine/", second_person.asked_by_me, name="desk_review_asked"),
    path(f"{HERE}/second-person/<int:pk>/take-back/", second_person.take_back, name="desk_review_take_back"),
    path(f"{HERE}/take/<int:pk>/read-back/", review_taking.read_back, name="desk_review_read_back"),
    path(f"{HERE}/take/<int:pk>/send-code/", review_taking.send_code, name="desk_review_send_code"),
    path(f"{HERE}/take/<int:pk>/check-code/", review_taking.check_code, name="desk_review_check_code"),
    path(f"{HERE}/take/<int:pk>/file/", review_taking.file, name="desk_review_file"),
    path(f"{HERE}/taken/<int:pk>/", review_taking.taken, name="desk_review_taken"),
    path(f"{HERE}/take/<slug:method>/", review_taking.take, name="desk_review_take"),
    path(f"{HERE}/letters/", review_post.letters, name="desk_review_letters"),
    path(f"{HERE}/letters/print/", review_post.print_letters, name="desk_review_letters_print"),
    path(f"{HERE}/letters/<int:pk>/", review_post.letter, name="desk_review_letter"),
    path(f"{HERE}/letters/<int:pk>/result/", review_post.letter_result, name="desk_review_letter_result"),
    path(f"{HERE}/calls/", review_post.calls, name="desk_review_calls"),
    path(f"{HERE}/calls/print/", review_post.print_calls, name="desk_review_calls_print"),
    path(f"{HERE}/calls/<int:pk>/", review_post.call, name="desk_review_call"),
    path(f"{HERE}/calls/<int:pk>/result/", review_post.call_result, name="desk_review_call_result"),
]
