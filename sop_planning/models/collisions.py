"""Work of the scheduler that collides with what people do meanwhile."""

import logging

from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)

TRIES = 5


def tried_again(env, work, name):
    """What `work` gives; where it collided with somebody else's, it is rolled back and done once more.

    :param env: the environment it writes in, :param work: callable, :param name: of the work, for the log
    :return: None after as many collisions as TRIES
    """
    for _try in range(TRIES):
        try:
            done = work()
            env.flush_all()
            return done
        except OperationalError:
            _logger.info("%s collided with somebody else's work", name)
            env.cr.rollback()
    return None
