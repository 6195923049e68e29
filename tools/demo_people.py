"""Give the people of the demo a password and print who they are.

Run in Odoo's shell, which brings `env`. Only logins that end in .example are touched:
that ending is reserved and nobody's address.
"""

PASSWORD = "demo"
LINE = "  {:<44}{:<42}{}"


def people():
    """The users of the imported agencies."""
    return env["res.users"].search([("login", "=like", "%.example")])  # noqa: F821


def set_password(users):
    """Hash the password once, not once a person: hashing is slow on purpose."""
    digest = users._crypt_context().hash(PASSWORD)
    for user in users:
        user._set_encrypted_password(user.id, digest)


def position(user):
    """What the person is in the agency."""
    employee = env["hr.employee"].search([("user_id", "=", user.id)], limit=1)  # noqa: F821
    return employee.job_title or employee.job_id.name or user.name


def table(users):
    """The people by agency, and the administrator of all of it."""
    yield LINE.format("position", "login", "password")
    for agency, members in users.sorted("login").grouped("company_id").items():
        yield f"\n{agency.name}"
        for user in members:
            yield LINE.format(position(user), user.login, PASSWORD)
    yield "\nOdoo\n" + LINE.format("Administrator", "admin", "admin")


users = people()
set_password(users)
print("\n".join(table(users)))
env.cr.commit()  # noqa: F821
