from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Django's, with an error that says what to do."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "Неверное имя или пароль. Проверьте раскладку клавиатуры и Caps Lock.",
    }
