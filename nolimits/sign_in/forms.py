"""What people type to sign in."""

from nolimits.kernel.forms import CodeField, EmailField, Form, Required, email_address


class EmailForm(Form):
    """Where to send a code."""

    email = EmailField(
        "What is your email address?",
        [Required("Enter your email address"), email_address()],
        description="We will send a code to it. Staff and councillors: use your council address.",
        render_kw={"autocomplete": "email"},
    )


class CodeForm(Form):
    """The code that was sent."""

    code = CodeField(
        "Enter the code we sent you",
        [Required("Enter the 6 figures of the code")],
        description="It has 6 figures, and works for 10 minutes.",
    )
