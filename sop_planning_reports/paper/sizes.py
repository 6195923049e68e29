"""Paper sizes."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper lying as it is printed; width, height and margins (top, right, bottom, left) in mm."""

    width: float
    height: float
    margins: tuple[float, float, float, float] = (10.0, 10.0, 10.0, 10.0)

    @property
    def printable(self):
        """Width and height inside the margins, mm."""
        top, right, bottom, left = self.margins
        return self.width - left - right, self.height - top - bottom


A4 = Paper(297.0, 210.0)
F4 = Paper(330.0, 215.0)
LEGAL = Paper(356.0, 216.0)
