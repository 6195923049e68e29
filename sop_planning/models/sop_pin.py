from odoo import api, fields, models
from odoo.exceptions import AccessDenied, UserError
from odoo.tools import SQL

MOST_TRIES = 5
SHORTEST = 6


class SopPin(models.Model):
    """The PIN with which a person confirms that it is he who signs, as its hash; Odoo hashes passwords the same way.

    A model of its own beside `sop.specimen`, because tries are counted in a transaction of their own, which survives
    that of the refused signature: the same row must not be written there and here.

    Access: nobody reads or writes it; its owner sets it, with his password, in a dialog.
    """

    _name = "sop.pin"
    _description = "PIN to sign"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    hashed = fields.Char(required=True, groups=fields.NO_ACCESS)
    tries = fields.Integer(help="Tries since the last right one.")

    _one_each = models.UniqueIndex("(user_id)", "A person has one PIN.")

    @api.model
    def _of(self, user):
        # Nobody may read a PIN; whether it is the right one is told to its owner alone.
        return self.sudo().search([("user_id", "=", user.id)])

    @api.model
    def _state_of(self, user):
        """Whether a person has a PIN, and whether it is blocked."""
        pin = self._of(user)
        return bool(pin), pin.tries >= MOST_TRIES

    @api.model
    def _set(self, pin):
        """Set the current user's PIN anew; earlier wrong tries are forgotten.

        :raises UserError: it is too short, or no number
        """
        if not (pin or "").isdecimal() or len(pin) < SHORTEST or len(set(pin)) == 1:
            raise UserError(self.env._("A PIN has at least %(count)s digits, and not all the same.", count=SHORTEST))
        values = {"hashed": self.env["res.users"]._crypt_context().hash(pin), "tries": 0}
        mine = self._of(self.env.user)
        if mine:
            mine.write(values)
        else:
            mine.create({**values, "user_id": self.env.uid})

    @api.model
    def _check(self, pin):
        """:raises UserError: there is none, it is blocked, or another one"""
        mine = self._of(self.env.user)
        if not mine:
            raise UserError(self.env._("You have no PIN yet; set one under “My signature”."))
        if not pin:
            raise UserError(self.env._("Type your PIN to confirm."))  # no try: nothing was tried
        tries = self._count_try()
        if tries is None:
            raise UserError(self.env._("Your PIN is blocked after too many wrong tries; set a new one."))
        if not self.env["res.users"]._crypt_context().verify(pin, mine.hashed):
            left = MOST_TRIES - tries
            raise UserError(self.env._("The PIN is wrong; tries left: %(count)s.", count=left))
        self._apart(SQL("UPDATE sop_pin SET tries = 0 WHERE user_id = %s RETURNING tries", self.env.uid))

    def _count_try(self):
        """Count a try before it is looked at, so that many at once are no way round; None when there are none left."""
        return self._apart(
            SQL(
                "UPDATE sop_pin SET tries = tries + 1 WHERE user_id = %s AND tries < %s RETURNING tries",
                self.env.uid,
                MOST_TRIES,
            )
        )

    def _apart(self, query):
        """Run a query in a transaction of its own, committed whatever becomes of this one."""
        with self.env.registry.cursor() as cr:
            # Tries at the same moment wait for one another here instead of failing.
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute(query)
            row = cr.fetchone()
        return row and row[0]


class ResUsers(models.Model):
    _inherit = "res.users"

    def _sop_confirm(self, way, secret):
        """Make sure that it is the current user who sits there.

        :param way: none, password or pin, as the agency has set
        :param secret: the password or PIN he has typed
        :raises UserError: it is wrong
        """
        if way == "pin":
            self.env["sop.pin"]._check(secret)
        elif way == "password":
            self._sop_check_password(secret)

    def _sop_check_password(self, password):
        if not password:
            raise UserError(self.env._("Type your password to confirm."))
        # As core's own dialog does that asks for the password again; too many wrong ones are held up as at login.
        credential = {"login": self.env.user.login, "password": password, "type": "password"}
        try:
            with self._assert_can_auth(user=self.env.uid):
                self.env.user._check_credentials(credential, {"interactive": True})
        except AccessDenied as error:
            raise UserError(self.env._("The password is wrong.")) from error
