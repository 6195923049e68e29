from datetime import timedelta
from ipaddress import ip_address, ip_network

from odoo import api, fields, models
from odoo.tools import SQL, hmac

# Requests within a minute: of one address, and of all of them together.
MINUTE = timedelta(minutes=1)
OF_ONE, OF_ALL = 30, 300
KEPT = timedelta(hours=1)


class SopCheckVisit(models.Model):
    """A request to the public check page, so that they can be counted, whichever worker answers them.

    A row each, never changed: requests at the same moment do not wait for one another. Addresses are kept as keyed
    digests, and for an hour. Access: nobody.
    """

    _name = "sop.check.visit"
    _description = "Request to the check page"

    address = fields.Char(required=True)
    date = fields.Datetime(required=True)

    _by_date = models.Index("(date)")

    @api.model
    def _admit(self, address):
        """Count a request, unless there are too many already.

        :param address: of the client, IPv4 or IPv6
        :return: whether it is answered
        """
        key, now = hmac(self.env, "sop.check.visit", _network(address))[:32], fields.Datetime.now()
        [[own, every]] = self.env.execute_query(
            SQL(
                "SELECT count(*) FILTER (WHERE address = %s), count(*) FROM sop_check_visit WHERE date > %s",
                key,
                now - MINUTE,
            )
        )
        if own >= OF_ONE or every >= OF_ALL:
            return False
        self.env.cr.execute(SQL("INSERT INTO sop_check_visit (address, date) VALUES (%s, %s)", key, now))
        return True

    @api.autovacuum
    def _gc_visits(self):
        """Forget the requests of more than an hour ago."""
        self.env.cr.execute(SQL("DELETE FROM sop_check_visit WHERE date < %s", fields.Datetime.now() - KEPT))


def _network(address):
    """The address itself, or of IPv6 the network, of which one subscriber has all addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
