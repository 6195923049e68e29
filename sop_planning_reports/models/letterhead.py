def letterhead_lines(company, heading=""):
    """What stands at the head of a paper of an agency.

    :param company: res.company, readable
    :param heading: agency and units, a line each, as the SOP prints them; the agency's name without them
    :return: (list of lines, address on one line or '')
    """
    partner = company.partner_id.with_context(lang="id_ID")
    address = partner._display_address(without_company=True) if partner.street or partner.city else ""
    lines = [line for line in (heading or "").split("\n") if line.strip()] or [company.name.upper()]
    return lines, " · ".join(line.strip() for line in address.split("\n") if line.strip())
