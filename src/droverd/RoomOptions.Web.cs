using Drover.Daemon.Doors;
using Drover.Daemon.Settings;
using Drover.OpenId;
using Drover.People.Passwords;
using Drover.People.SignIn;
using Drover.Web;
using Drover.Web.Sessions;
using Drover.Web.Tls;

namespace Drover.Daemon;

/// <content>What is behind the HTTP doors, and who comes in there.</content>
internal static partial class RoomOptions
{
    public static WebOptions Web(DaemonSettings settings, DoorLimits limits) => new()
    {
        HostNames = HostNames(settings),
        Origins = Origins(settings),
        InsistsOnTls = Tls(settings)?.CertificateFile is not null,
        Places = limits.Http,
    };

    /// <summary>How what goes over TCP is encrypted; null when it is not.</summary>
    /// <exception cref="SettingsException">A certificate is named without its key, or without being wanted.</exception>
    public static WebTlsOptions? Tls(DaemonSettings settings)
    {
        var (certificate, key) = (settings.Find("web-certificate"), settings.Find("web-key"));
        if (certificate is null != key is null)
            throw new SettingsException("SETTING_INVALID", $"{(certificate is null ? "web-key" : "web-certificate")} stands alone: give both web-certificate and web-key, or neither for a certificate of the daemon's own authority.");
        if (settings.Text("web-tls") != "yes")
            return certificate is null ? null : throw new SettingsException("SETTING_INVALID", "web-certificate has no effect without web-tls: set web-tls to yes, or leave web-certificate and web-key out.");
        return new WebTlsOptions
        {
            AuthorityFile = AuthorityFile(settings),
            HostNames = HostNames(settings),
            CertificateTime = settings.Duration("web-certificate-time"),
            CertificateFile = certificate is null ? null : Path.GetFullPath(certificate),
            KeyFile = key is null ? null : Path.GetFullPath(key),
        };
    }

    private static IReadOnlyList<string> HostNames(DaemonSettings settings) =>
        [settings.Text("node"), .. (settings.Find("http-host") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private static string[] Origins(DaemonSettings settings) => (settings.Find("web-origin") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    public static WebSessionOptions Sessions(DaemonSettings settings) => new()
    {
        LinkTime = settings.Duration("web-link-time"),
        SessionTime = settings.Duration("web-session-time"),
        Most = settings.Number("web-sessions"),
        PlainIsMeant = settings.Text("web-plain") == "yes",
        Origin = Origins(settings) is [var first, ..] ? first : null,
        File = Path.Combine(settings.Directory("state"), "web-sessions.json"),
    };

    /// <summary>By whom users sign in besides; null for nobody.</summary>
    /// <exception cref="SettingsException">Something that belongs to it is missing, or stands alone.</exception>
    public static OpenIdOptions? OpenId(DaemonSettings settings)
    {
        string[] needed = ["oidc-issuer", "oidc-client-id", "oidc-roles"];
        if (needed.Append("oidc-client-secret-file").FirstOrDefault(name => settings.Find(name) is not null) is not { } given)
            return null;
        if (needed.FirstOrDefault(name => settings.Find(name) is null) is { } missing)
            throw new SettingsException("SETTING_INVALID", $"{given} has no effect without {missing}: give all of {string.Join(", ", needed)}, or none.");
        var issuer = new Uri(settings.Text("oidc-issuer"));
        if (issuer.Scheme != Uri.UriSchemeHttps && !issuer.IsLoopback)
            throw new SettingsException("SETTING_INVALID", $"oidc-issuer is {issuer}, and nothing is encrypted there: who is in between could say who somebody is. Give an address with https.");
        if (!RoleRule.TryParse(settings.Text("oidc-roles"), out var roles))
            throw new SettingsException("SETTING_INVALID", $"oidc-roles cannot be {settings.Text("oidc-roles")}: give claims with roles, such as groups=staff:viewer.");
        return new OpenIdOptions
        {
            Issuer = issuer,
            ClientId = settings.Text("oidc-client-id"),
            ClientSecret = settings.Find("oidc-client-secret-file") is { } file ? Secret(file) : null,
            Roles = roles,
            NameClaim = settings.Text("oidc-name"),
        };
    }

    private static string Secret(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } secret ? secret : throw new SettingsException("SETTING_INVALID", $"{file}, which oidc-client-secret-file names, is empty: write the secret into it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException("SETTING_INVALID", $"{file}, which oidc-client-secret-file names, cannot be read: {e.Message}");
        }
    }

    /// <summary>The key of what is secret of accounts.</summary>
    public static string AccountKey(DaemonSettings settings) => Path.Combine(settings.Directory("state"), "account.key");

    public static PasswordOptions Passwords(DaemonSettings settings) => new()
    {
        Shortest = settings.Number("password-length"),
        Memory = Math.Clamp(settings.Size("password-memory"), 8L << 20, 1L << 30),
        AtOnce = settings.Number("password-hashes"),
    };

    public static SignInOptions SignIn(DaemonSettings settings) => new()
    {
        Tries = settings.Number("sign-in-tries"),
        TriesPerAddress = settings.Number("sign-in-tries-address"),
        TriesPerUser = settings.Number("sign-in-tries-user"),
        Window = settings.Duration("sign-in-window"),
    };
}
