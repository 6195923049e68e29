from markupsafe import Markup, escape


def as_html(text):
    """Plain text of a person as safe HTML that keeps its lines."""
    return Markup("<br/>").join(escape(line) for line in text.split("\n"))
