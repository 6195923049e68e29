"""What the registry keeps, and all threads of a server share."""


def forget(env):
    """Forget what the registry keeps; once more after the commit, because until then other threads read, and keep, what
    was before."""
    env.registry.clear_cache()
    env.cr.postcommit.add(env.registry.clear_cache)
