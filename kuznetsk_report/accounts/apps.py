from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kuznetsk_report.accounts"
    verbose_name = "Организации и люди"
