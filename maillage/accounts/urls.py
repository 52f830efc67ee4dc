"""Addresses of the accounts: sign in, second factor, sessions, my account.

The names without a prefix are those that allauth itself goes to.
"""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from maillage.accounts.views import account, oidc, second_factor, sign_in

# /connexion/
sign_in_urls: list[URLPattern | URLResolver] = [
    path("", sign_in.sign_in, name="account_login"),
    path("code/", sign_in.sign_in_code, name="account_confirm_login_code"),
    path(
        "seconde-verification/",
        second_factor.CheckSecondFactor.as_view(),
        name="mfa_authenticate",
    ),
]

# /pro/compte/second-facteur/
second_factor_urls: list[URLPattern | URLResolver] = [
    path("", second_factor.SecondFactor.as_view(), name="mfa_index"),
    path("application/", second_factor.AddApplication.as_view(), name="mfa_activate_totp"),
    path(
        "application/retirer/",
        second_factor.RemoveApplication.as_view(),
        name="mfa_deactivate_totp",
    ),
    path("cle/", second_factor.AddKey.as_view(), name="mfa_add_webauthn"),
    path("cle/<int:pk>/retirer/", second_factor.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("codes/", second_factor.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "codes/fichier/",
        second_factor.RecoveryCodesFile.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path(
        "codes/nouveaux/",
        second_factor.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("verifier/", second_factor.CheckSecondFactorAgain.as_view(), name="mfa_reauthenticate"),
    path(
        "verifier-cle/",
        second_factor.CheckKeyAgain.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
]

# /pro/compte/
account_urls: list[URLPattern | URLResolver] = [
    path("pro/compte/", account.account_detail, name="account_detail"),
    path("pro/compte/adresse/", account.email_change, name="email_change"),
    path("pro/compte/adresse/code/", account.email_change_code, name="email_change_code"),
    path("pro/compte/sessions/fermer/", account.session_end_others, name="session_end_others"),
    path("pro/compte/sessions/<int:pk>/fermer/", account.session_end, name="session_end"),
    path("pro/compte/mes-donnees/", account.account_export, name="account_export"),
    path("pro/compte/supprimer/", account.account_delete, name="account_delete"),
    path("connexion/service/", oidc.oidc_start, name="oidc_start"),
    path("connexion/service/retour/", oidc.oidc_return, name="oidc_return"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("connexion/", include(sign_in_urls)),
    path("deconnexion/", sign_in.sign_out, name="account_logout"),
    path("pro/compte/second-facteur/", include(second_factor_urls)),
    path("", include((account_urls, "accounts"))),
    # The support tool opens by the same code and knows no password.
    path("admin/login/", sign_in.admin_sign_in, name="admin_sign_in"),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="accounts:account_detail"),
        name="admin_password_change",
    ),
]
