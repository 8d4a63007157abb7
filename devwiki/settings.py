"""What the development wiki is: namespaces, interwikis, accounts, PHP settings. Data; does nothing.

Every password here is a constant on purpose: the wiki listens on loopback only, and tests and
their cassettes have to know it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

SITE_NAME: Final = "Devwiki"
DATABASE: Final = "devwiki"

# id -> name. 90-99 are free for later; 102 is case-sensitive, as Wiktionary's main namespace is.
NAMESPACES: Final = {
    -2: "Media",
    -1: "Special",
    0: "",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Devwiki",
    5: "Devwiki talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
    100: "Portal",
    101: "Portal talk",
    102: "Lexicon",
    103: "Lexicon talk",
}
CASE_SENSITIVE: Final = frozenset({102, 103})
ALIASES: Final = {"P": 100, "PT": 101, "D": 4, "DT": 5}
# What MediaWiki itself accepts beside the names above.
CORE_ALIASES: Final = {"Image": 6, "Image talk": 7, "Project": 4, "Project talk": 5}

LANGUAGES: Final = ("de", "fr", "ru", "el", "zh", "ar", "he", "simple")
INTERWIKIS: Final = {
    "w": "https://w.example.org/wiki/$1",
    "wikt": "https://wikt.example.org/wiki/$1",
    "commons": "https://commons.example.org/wiki/$1",
    "mw": "https://mw.example.org/wiki/$1",
    **{code: f"https://{code}.example.org/wiki/$1" for code in LANGUAGES},
}
# This prefix leads back to the wiki itself: [[dev:Mercury]] is a plain local link.
LOCAL_INTERWIKI: Final = "dev"

# Any text with one of these in it is answered by AbuseFilter: the first warns, the second refuses.
WARN_PHRASE: Final = "please-warn-me"
REFUSE_PHRASE: Final = "please-refuse-me"
# Defined by pages of the corpus (MediaWiki:Spam-blacklist, MediaWiki:Titleblacklist).
SPAM_DOMAIN: Final = "spam.example.net"
REFUSED_TITLE: Final = "Forbidden phrase"
# Nobody but an administrator may create this page; the other one was deleted, with its history.
CREATE_PROTECTED: Final = "Philosopher's mercury"
DELETED_PAGE: Final = "Vulcan (hypothetical planet)"


@dataclass(frozen=True, slots=True)
class BotPassword:
    """A second password of an account with a part of its rights; exactly 32 of [0-9a-w]."""

    app_id: str
    password: str
    grants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the wiki."""

    name: str
    password: str
    groups: tuple[str, ...] = ()
    bot_passwords: tuple[BotPassword, ...] = ()

    def login(self, app_id: str) -> tuple[str, str]:
        """The name and password that `action=login` takes for this bot password."""
        for bot_password in self.bot_passwords:
            if bot_password.app_id == app_id:
                return f"{self.name}@{app_id}", bot_password.password
        raise KeyError(app_id)


_EDITING = ("editpage", "editprotected", "createeditmovepage", "delete", "rollback", "protect")

ACCOUNTS: Final = {
    account.name: account
    for account in (
        Account(
            "Admin",
            "loopback-only-admin",
            ("sysop", "bureaucrat", "interface-admin"),
            (
                BotPassword(
                    "tests",
                    "loopbackadmintests00000000000000",
                    (
                        *("basic", "highvolume", "blockusers", "editinterface", "editsiteconfig"),
                        *("editmycssjs", "viewdeleted"),
                        *_EDITING,
                    ),
                ),
            ),
        ),
        Account(
            "SweepBot",
            "loopback-only-sweepbot",
            ("bot",),
            (
                BotPassword(
                    "sweep",
                    "loopbacksweepbotsweep00000000000",
                    ("basic", "highvolume", *_EDITING),
                ),
                BotPassword("small", "loopbacksweepbotsmall00000000000", ("basic", *_EDITING)),
            ),
        ),
        Account(
            "Plain",
            "loopback-only-plain",
            (),
            (
                BotPassword(
                    "hand",
                    "loopbackplainhand000000000000000",
                    ("basic", "editpage", "createeditmovepage"),
                ),
            ),
        ),
        # The people who wrote the corpus.
        *(
            Account(name, f"loopback-only-{name.lower()}")
            for name in ("Archivist", "Cartographer", "Lapwing", "Metallurgist", "Quillfeather")
        ),
    )
}

_CORE = range(-2, 16)
_NAMESPACE_PHP = "\n".join(
    f"$wgExtraNamespaces[{key}] = '{name.replace(' ', '_')}';"
    for key, name in NAMESPACES.items()
    if key not in _CORE
)
_ALIAS_PHP = "\n".join(
    f"$wgNamespaceAliases['{name.replace(' ', '_')}'] = {key};" for name, key in ALIASES.items()
)
_CASE_PHP = "\n".join(f"$wgCapitalLinkOverrides[{key}] = false;" for key in sorted(CASE_SENSITIVE))

_SQLITE_PHP = """[ 'type' => 'sqlite', 'dbname' => '%s', 'tablePrefix' => '',
  'variables' => [ 'synchronous' => 'OFF' ], 'dbDirectory' => $wgSQLiteDataDir,
  'trxMode' => 'IMMEDIATE', 'flags' => 0 ]"""

LOCAL_SETTINGS: Final = f"""<?php
# Written by devwiki/settings.py. Nothing in here names a folder or a port, so that a seeded wiki
# can be copied: the folder is this file's own, the address comes from the environment.
if ( !defined( 'MEDIAWIKI' ) ) {{ exit; }}
$wgServer = getenv( 'DEVWIKI_SERVER' ) ?: 'http://127.0.0.1';
$wgScriptPath = '';
$wgSitename = '{SITE_NAME}';
$wgMetaNamespace = '{SITE_NAME}';
$wgLanguageCode = 'en';
$wgLocaltimezone = 'UTC';
$wgSecretKey = str_repeat( 'loopback', 8 );
$wgDBtype = 'sqlite';
$wgDBname = '{DATABASE}';
$wgDBserver = $wgDBuser = $wgDBpassword = '';
$wgSQLiteDataDir = __DIR__ . '/data';
$wgObjectCaches[CACHE_DB] = [ 'class' => SqlBagOStuff::class, 'server' => {
    _SQLITE_PHP % "wikicache"
} ];
$wgJobTypeConf['default'] = [ 'class' => 'JobQueueDB', 'claimTTL' => 3600, 'server' => {
    _SQLITE_PHP % (DATABASE + "_jobqueue")
} ];
$wgCacheDirectory = __DIR__ . '/cache';
$wgLocalisationCacheConf['storeClass'] = LCStoreStaticArray::class;
$wgMainCacheType = CACHE_ACCEL;
$wgDiff3 = is_executable( '/usr/bin/diff3' ) ? '/usr/bin/diff3' : '';

# Jobs run when a test asks for them, not by chance; edits are not slowed down; nothing is mailed,
# uploaded or fetched from elsewhere.
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgEnableEmail = $wgEnableUserEmail = false;
$wgEnableUploads = $wgAllowExternalImages = $wgUseInstantCommons = $wgPingback = false;
$wgRCMaxAge = 20 * 365 * 86400;
$wgAllowUserCss = $wgAllowUserJs = true;

{_NAMESPACE_PHP}
{_ALIAS_PHP}
{_CASE_PHP}
$wgNamespacesWithSubpages[NS_MAIN] = false;
$wgNamespacesWithSubpages[NS_PROJECT] = $wgNamespacesWithSubpages[NS_TEMPLATE] = true;
$wgNamespacesWithSubpages[100] = true;
$wgLocalInterwikis = [ '{LOCAL_INTERWIKI}' ];

wfLoadSkin( 'Vector' );
wfLoadExtensions( [ 'AbuseFilter', 'Cite', 'ConfirmEdit', 'ParserFunctions', 'Poem',
  'SpamBlacklist', 'SyntaxHighlight_GeSHi', 'TitleBlacklist' ] );
$wgAbuseFilterActions['block'] = $wgAbuseFilterActions['rangeblock'] = false;
# Without this line SpamBlacklist asks Wikimedia for its list; ours is a page of the corpus.
$wgBlacklistSettings = [ 'spam' => [ 'files' => [] ], 'email' => [ 'files' => [] ] ];
# Newer versions let bots pass the list; a robot's edit has to be refused for the tests.
$wgGroupPermissions['bot']['sboverride'] = false;
$wgCaptchaTriggers['createaccount'] = $wgCaptchaTriggers['badlogin'] = false;
$wgCaptchaTriggers['badloginperuser'] = false;

if ( file_exists( __DIR__ . '/database.php' ) ) {{ require __DIR__ . '/database.php'; }}
if ( file_exists( __DIR__ . '/extra.php' ) ) {{ require __DIR__ . '/extra.php'; }}
"""


def user_config(api: str, corpus: Path) -> str:
    """The `user-config.yaml` that names this wiki four times and the offline wiki once."""
    wikis = {
        "devwiki": ACCOUNTS["SweepBot"].login("sweep"),
        "devwiki-small": ACCOUNTS["SweepBot"].login("small"),
        "devwiki-plain": ACCOUNTS["Plain"].login("hand"),
        "devwiki-anon": None,
    }
    lines = [
        "# Written by devwiki/devwiki.py; for the wiki on this machine only.",
        "contact: User:SweepBot on devwiki, loopback only",
        "default_wiki: devwiki",
        "wikis:",
    ]
    for name, login in wikis.items():
        lines += [f"  {name}:", f"    api: {api}", "    edit_interval: 0"]
        if login:
            lines.append(f"    bot_password: {{name: {login[0]}, password: {login[1]}}}")
    lines += [
        "  offline:",
        f"    export: {corpus / 'corpus.xml.bz2'}",
        f"    siteinfo: {corpus / 'siteinfo.json'}",
    ]
    return "\n".join(lines) + "\n"
