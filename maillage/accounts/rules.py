"""What an account may, how often somebody may try, how long an idle account is kept.

Figures of inactivity: one year without a visit closes the account (La Coop: one year after the
last update), two years delete it (DORA, RDV Service Public: two years); each time the person is
told thirty days before (Les Emplois).
"""

from datetime import timedelta

from maillage.core.throttle import Limit

CODE_MINUTES = 10
CODE_ATTEMPTS = 3
CODE_RESENDS = 3

MEMBER_SESSION = timedelta(days=30)
GUARDED_SESSION = timedelta(hours=12)
"""Session of whoever needs a second factor, counted from the last activity."""
ACTIVITY_STEP = timedelta(hours=1)
SEEN_AT = "seen_at"
"""Key of a session: the moment of the last visit that was noted, in seconds."""

IDLE_BEFORE_CLOSING = timedelta(days=365)
CLOSED_BEFORE_DELETION = timedelta(days=365)
NOTICE = timedelta(days=30)

# A town hall shares one network address between many people; an e-mail address has one reader.
ASK_BY_NETWORK = Limit("sign-in-network", 100)
ASK_BY_EMAIL = Limit("sign-in-email", 6)
WRONG_BY_NETWORK = Limit("sign-in-wrong-network", 60)
WRONG_BY_EMAIL = Limit("sign-in-wrong-email", 9)
WRONG_SECOND_FACTOR = Limit("second-factor-wrong", 15)
USED_SECOND_FACTOR = Limit("second-factor-used", 1)
CHANGE_EMAIL = Limit("change-email", 6)
