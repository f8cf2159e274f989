"""The addresses of the review, all under /admin/desk/review/."""

from django.urls import path

from desk.review import deeds, post, second_person, taking, waiting
from desk.review import queue as review_queue
from desk.review import views as review_views

HERE = "admin/desk/review"

urlpatterns = [
    path(f"{HERE}/", review_queue.queue, name="desk_review"),
    path(f"{HERE}/claim/<int:pk>/", review_views.show, name="desk_review_case"),
    path(f"{HERE}/claim/<int:pk>/open/", review_views.open_one, name="desk_review_open"),
    path(f"{HERE}/claim/<int:pk>/close/", review_views.give_back, name="desk_review_close"),
    path(f"{HERE}/claim/<int:pk>/destination/", deeds.destination, name="desk_review_destination"),
    path(f"{HERE}/claim/<int:pk>/ask-again/", deeds.ask_again, name="desk_review_ask_again"),
    path(f"{HERE}/line/<int:pk>/accept/", deeds.accept, name="desk_review_accept"),
    path(f"{HERE}/line/<int:pk>/second/", deeds.second, name="desk_review_second"),
    path(f"{HERE}/line/<int:pk>/decline/", deeds.decline, name="desk_review_decline"),
    path(f"{HERE}/line/<int:pk>/ask/", deeds.ask, name="desk_review_ask"),
    path(f"{HERE}/line/<int:pk>/grant/", deeds.grant, name="desk_review_grant"),
    path(f"{HERE}/second-person/", waiting.waiting_list, name="desk_review_waiting"),
    path(f"{HERE}/second-person/<int:pk>/", waiting.show, name="desk_review_proposal"),
    path(f"{HERE}/second-person/<int:pk>/approve/", waiting.approve, name="desk_review_approve"),
    path(f"{HERE}/second-person/<int:pk>/send-back/", waiting.send_back, name="desk_review_send_back"),
    path(f"{HERE}/second-person/mine/", second_person.asked_by_me, name="desk_review_asked"),
    path(f"{HERE}/second-person/<int:pk>/take-back/", second_person.take_back, name="desk_review_take_back"),
    path(f"{HERE}/take/<int:pk>/read-back/", taking.read_back, name="desk_review_read_back"),
    path(f"{HERE}/take/<int:pk>/send-code/", taking.send_code, name="desk_review_send_code"),
    path(f"{HERE}/take/<int:pk>/check-code/", taking.check_code, name="desk_review_check_code"),
    path(f"{HERE}/take/<int:pk>/file/", taking.file, name="desk_review_file"),
    path(f"{HERE}/taken/<int:pk>/", taking.taken, name="desk_review_taken"),
    path(f"{HERE}/take/<slug:method>/", taking.take, name="desk_review_take"),
    path(f"{HERE}/letters/", post.letters, name="desk_review_letters"),
    path(f"{HERE}/letters/print/", post.print_letters, name="desk_review_letters_print"),
    path(f"{HERE}/letters/<int:pk>/", post.letter, name="desk_review_letter"),
    path(f"{HERE}/letters/<int:pk>/result/", post.letter_result, name="desk_review_letter_result"),
    path(f"{HERE}/calls/", post.calls, name="desk_review_calls"),
    path(f"{HERE}/calls/print/", post.print_calls, name="desk_review_calls_print"),
    path(f"{HERE}/calls/<int:pk>/", post.call, name="desk_review_call"),
    path(f"{HERE}/calls/<int:pk>/result/", post.call_result, name="desk_review_call_result"),
]
