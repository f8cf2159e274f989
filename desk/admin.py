"""The staff's accounts in the admin. Groups and second factors have no pages: a table and own screens rule them."""

import django_otp.plugins.otp_static.admin
import django_otp.plugins.otp_totp.admin  # noqa: F401 - both register; only then can they be taken off
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk.staff.accounts import StaffAccounts

admin.site.unregister([User, Group, StaticDevice, TOTPDevice])
admin.site.register(User, StaffAccounts)
