"""Django's admin as an app of ours: the same pages, behind the house's own door (desk/staff/site.py)."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "desk.staff.site.StaffSite"
