"""People who sign in. The public never does."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from maillage.accounts.enums import Profession


class UserManager(BaseUserManager["User"]):
    """Creates accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """An account. Django passes a password; it is ignored: a code by e-mail opens the site."""
        del password
        if not email:
            raise ValueError("Une adresse électronique est nécessaire.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """An administrator of the site."""
        fields.setdefault("is_staff", True)
        fields.setdefault("is_superuser", True)
        return self.create_user(email, password, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account, known by its e-mail address (unique whatever the capitals).

    Nobody has a password: what `password` holds is random, opens nothing, and signs the sessions
    (a new value ends them all). `last_seen_at` is the last visit, to the hour.
    """

    email = models.EmailField("adresse électronique", unique=True)
    display_name = models.CharField("nom affiché", max_length=120, blank=True)
    profession = models.CharField("métier", max_length=16, choices=Profession.choices, blank=True)
    is_demo = models.BooleanField("compte de démonstration", default=False)
    last_seen_at = models.DateTimeField("dernière visite", default=timezone.now)
    warned_at = models.DateTimeField("prévenu de son inactivité le", null=True, blank=True)
    deactivated_at = models.DateTimeField("désactivé le", null=True, blank=True)
    is_staff = models.BooleanField("accès à l’outil de support", default=False)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("créé le", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Cette adresse a déjà un compte.",
            ),
            models.CheckConstraint(
                name="user_profession_known",
                condition=Q(profession="") | Q(profession__in=Profession.values),
                violation_error_message="Ce métier n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def set_password(self, raw_password: str | None) -> None:
        """Never a password that somebody knows."""
        del raw_password
        self.set_unusable_password()

    @property
    def is_administrator(self) -> bool:
        """Whether the whole site is this person's charge."""
        return self.is_active and self.is_superuser


class OpenSession(models.Model):
    """A browser in which somebody is signed in, as its owner reads it.

    The device is kept in words (« Firefox sur Windows »), never the network address nor the
    whole signature of the browser. A row follows the life of the session that it names.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField("clef", max_length=40, unique=True)
    device = models.CharField("appareil", max_length=60)
    created_at = models.DateTimeField("ouverte le", default=timezone.now)
    last_seen_at = models.DateTimeField("dernière activité", default=timezone.now)

    class Meta:
        verbose_name = "session ouverte"
        verbose_name_plural = "sessions ouvertes"
        ordering = ["-last_seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.device} {self.user_id}"
