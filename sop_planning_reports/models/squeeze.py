class Squeeze(float):
    """Part of the room that a report uses, less than 1 for an engine whose text is higher than estimated.

    A class of its own, because a client can send data for a report as well, but only as JSON: for no room at all pages
    would be planned for ever, for more than there is they would be cut.
    """


def squeeze_of(data):
    """The Squeeze in the data of a report, the whole room where the server has given none."""
    squeeze = (data or {}).get("squeeze")
    return squeeze if isinstance(squeeze, Squeeze) else Squeeze(1)
