from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from .models import Membership, Organization, User

admin.site.site_header = "Отчёты о противодействии коррупции: управление"
admin.site.site_title = "Управление порталом"
admin.site.index_title = "Планы, организации и люди"
# What a person may do follows from memberships.
admin.site.unregister(Group)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["organization"]


@admin.register(User)
class PortalUserAdmin(UserAdmin):
    inlines = [MembershipInline]
    list_display = ["username", "get_full_name", "position", "is_active", "is_staff"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Человек", {"fields": ("last_name", "first_name", "patronymic", "position", "email")}),
        ("Доступ", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Даты", {"fields": ("last_login", "date_joined")}),
    )


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ["short_name", "name", "territory_genitive"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["short_name"]}
