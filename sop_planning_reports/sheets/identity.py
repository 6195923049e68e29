"""The identity block in cells: it borrows the columns of the table under it."""

from itertools import accumulate

from ..paper import metrics, picture
from ..paper.identity import HEAD_SIZE, LABEL_PART, PADDING, SIGNATURE_HEIGHT, SIZE
from .workbook import PX_PER_MM, font_size, mm, px

# Least widths of the label and of the value beside the heading, mm.
LEAST_LABEL, LEAST_VALUE = 24.0, 45.0
LOGO, SIGNATURE = (40.0, 18.0), (45.0, 13.0)
SHARP = 12


def write_identity(page, sop):
    """The block of an SOP from the page's current row on; returns the rows before which a new page begins."""
    block = _Block(page, sop)
    breaks = []
    for number, pairs in enumerate(sop.identity):
        if number == 0:
            block.write_head()
        else:
            breaks.append(page.row)
        for pair in pairs:
            block.write_pair(pair)
    return breaks


def split(columns):
    """Numbers of the columns before which the label and the value begin: as near to 50 % and 65 % as the table's
    columns allow.

    :param columns: widths, px
    """
    lefts = [0, *accumulate(columns)]
    total = lefts[-1]
    wanted = total / 2, total * (0.5 + LABEL_PART)

    def badness(pair):
        label, value = pair
        off = abs(lefts[label] - wanted[0]) + abs(lefts[value] - wanted[1])
        short = max(0, px(LEAST_LABEL) - lefts[value] + lefts[label]) + max(0, px(LEAST_VALUE) - total + lefts[value])
        return off + 10 * short

    count = len(columns)
    return min(((label, value) for label in range(1, count) for value in range(label + 1, count)), key=badness)


class _Block:
    def __init__(self, page, sop):
        self.page, self.sop = page, sop
        self.label, self.value = split(page.columns)
        self.last = len(page.columns) - 1

    def write_head(self):
        """Logo and heading on the left, label and value beside them."""
        first = self.page.row
        lines = [line for row in self.sop.rows for line in _flattened(*row)]
        heights = [self._line_height(*line[:2]) for line in lines]
        heading = px(self._text_height("\n".join(self.sop.heading), self.label, HEAD_SIZE, True) + PADDING)
        logo = self.sop.logo and picture.fitted(self.sop.logo, *LOGO, SHARP)
        lacking = heading + (px(LOGO[1] + PADDING) if logo else 0) - sum(heights)
        heights = [height + max(0, -(-lacking // len(heights))) for height in heights]
        bands = [self.page.band(height) for height in heights]
        self._write_lines(lines, bands)
        self._write_heading(first, heights, bands, logo)

    def _write_lines(self, lines, bands):
        start = 0
        for number, (label, text, edges, centred) in enumerate(lines):
            style = {"font_size": font_size(SIZE), "left": 1, "right": 1, **edges}
            if centred:
                style["align"] = "center"
            self.page.put(bands[number], (self.value, self.last), text or "", **style)
            if text is None and self.sop.signature:
                self._place(self.sop.signature, bands[number], (self.value, self.last), SIGNATURE)
            start = number if label is not None else start
            if "bottom" in edges:
                rows = bands[start][0], bands[number][1]
                self.page.put(rows, (self.label, self.value - 1), lines[start][0], border=1, font_size=font_size(SIZE))

    def _write_heading(self, first, heights, bands, logo):
        style = {"bold": True, "align": "center", "font_size": font_size(HEAD_SIZE)}
        text, columns = "\n".join(self.sop.heading), (0, self.label - 1)
        if not logo:
            self.page.put((first, bands[-1][1]), columns, text, border=1, **style | {"valign": "vcenter"})
            return
        upper = self._rows_of_logo(heights, text)
        self.page.put((first, bands[upper - 1][1]), columns, "", top=1, left=1, right=1)
        self.page.put((bands[upper][0], bands[-1][1]), columns, text, bottom=1, left=1, right=1, **style)
        self._place_image(logo, first, sum(heights[:upper]), columns, low=True)

    def _rows_of_logo(self, heights, text):
        """How many bands stand beside the logo, so that logo and heading together are in the middle."""
        below = px(self._text_height(text, self.label, HEAD_SIZE, True))
        wanted = (sum(heights) - below + px(LOGO[1])) / 2
        sums = list(accumulate(heights))[:-1]
        fitting = [
            n for n, used in enumerate(sums, 1) if used >= px(LOGO[1]) and sums[-1] + heights[-1] - used >= below
        ]
        return min(fitting or [1], key=lambda n: abs(sums[n - 1] - wanted))

    def _place(self, content, rows, columns, box):
        image = picture.fitted(content, *box, SHARP)
        if image:
            self._place_image(image, rows[0], px(box[1]), columns)

    def _place_image(self, image, row, height, columns, low=False):
        """An image in the middle of some columns; `low`: at the foot of `height` px."""
        content, wide, high = image
        x = max(0, sum(self.page.columns[columns[0] : columns[1] + 1]) - wide * PX_PER_MM) / 2
        y = height - high * PX_PER_MM - 2 if low else max(0, height - high * PX_PER_MM) / 2
        self.page.image(row, columns[0], content, (wide * PX_PER_MM, high * PX_PER_MM), (x, max(0, y)))

    def write_pair(self, pair):
        """Two lists with their titles."""
        title = self.page.band(px(metrics.line_height(SIZE) + PADDING / 2))
        lists = "\n".join(pair.left), "\n".join(pair.right)
        heights = [self._text_height(lists[0], self.label, SIZE), self._text_height(lists[1], None, SIZE)]
        band = self.page.band(px(max(*heights, metrics.line_height(SIZE)) + PADDING))
        sides = ((0, self.label - 1), (self.label, self.last))
        for columns, head, text in zip(sides, (pair.left_title, pair.right_title), lists):
            size = font_size(SIZE)
            self.page.put(title, columns, head, bold=True, font_size=size, top=1, left=1, right=1)
            self.page.put(band, columns, text, font_size=size, bottom=1, left=1, right=1)

    def _text_height(self, text, until, size, bold=False):
        """Height (mm) of text in the columns before `until`, or from the label on."""
        columns = self.page.columns[:until] if until else self.page.columns[self.label :]
        return sum(
            metrics.height(line, mm(sum(columns)) - PADDING, size, bold) or metrics.line_height(size)
            for line in text.split("\n")
        )

    def _line_height(self, label, text):
        """Height (px) of one line beside the heading."""
        if text is None:
            return px(SIGNATURE_HEIGHT)
        value = metrics.height(text, self.page.width(self.value, self.last) - PADDING, SIZE)
        label = metrics.height(label or "", self.page.width(self.label, self.value - 1) - PADDING, SIZE)
        return px(max(value, label, metrics.line_height(SIZE)) + PADDING / 2)


def _flattened(label, lines, box):
    """Lines of one field: (label or None, text or None for room to sign, borders, centred)."""
    if box is not None:
        lines = [f"{'☑' if box else '☐'} {lines[0]}", *lines[1:]]
    for number, line in enumerate(lines):
        edges = {side: 1 for side, there in (("top", not number), ("bottom", number == len(lines) - 1)) if there}
        yield (label if not number else None), line, edges, len(lines) > 1
