using System.Globalization;
using System.Net;
using Drover.Cluster.MasterAddress;
using Drover.Daemon.Logging;
using Drover.Nodes.Accounts;
using Drover.OpenId;

namespace Drover.Daemon.Settings;

/// <summary>What the text of a setting must look like.</summary>
/// <param name="Metavar">What help shows in its place.</param>
/// <param name="Expected">The form in words, for errors.</param>
/// <param name="Accepts">Whether a text has the form.</param>
internal sealed record SettingForm(string Metavar, string Expected, Func<string, bool> Accepts)
{
    public static SettingForm Directory { get; } = new("DIR", "a directory", text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal));

    public static SettingForm File { get; } = new("FILE", "a file", text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal));

    public static SettingForm Name { get; } = new("NAME", "a name of letters, digits, '.', '-' and '_'", IsName);

    public static SettingForm Names { get; } = new("NAME[,NAME...]", "names of letters, digits, '.', '-' and '_', with commas between them", text => text.Split(',').All(IsName));

    public static SettingForm Hosts { get; } = new("HOST[,HOST...]", "names or addresses of hosts with commas between them, or *",
        text => text.Split(',').All(host => host == "*" || Uri.CheckHostName(host.Trim()) != UriHostNameType.Unknown));

    public static SettingForm Unit { get; } = new("UNIT", "the name of a unit, such as drover.service",
        text => text.Length is > 0 and <= 255 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '@' or '\\'));

    public static SettingForm Address { get; } = new("ADDR:PORT", "an address with a port, such as 127.0.0.1:8080 or [::1]:8080",
        text => IPEndPoint.TryParse(text, out _) && HasPort(text));

    public static SettingForm HostAddress { get; } = new("ADDR[/PREFIX]", "an address of a machine, alone or with the length of its prefix, such as 192.0.2.10/24 or 2001:db8::10/64", text => MasterAddressOptions.Parse(text) is not null);

    public static SettingForm Places { get; } = new("HOST:PORT[,HOST:PORT...]", "hosts with their ports, such as master.example:7480, with commas between them",
        text => text.Split(',').All(place => Uri.TryCreate($"https://{place}", UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", UserInfo: "" } && HasPort(place)));

    public static SettingForm Endpoint { get; } = new("tcp://ADDR:PORT", "an endpoint of ZeroMQ, such as tcp://127.0.0.1:5556, tcp://*:5556 or tcp://[::]:5556",
        text => text.StartsWith("tcp://", StringComparison.Ordinal) && text.LastIndexOf(':') is > 6 and var colon && (text[(colon + 1)..] == "*" || ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)));

    public static SettingForm WebAddress { get; } = new("URL", "an address of the web, such as http://127.0.0.1:4318",
        text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Query.Length == 0);

    public static SettingForm Origins { get; } = new("URL[,URL...]", "addresses such as https://drover.example, without a path and as browsers write them, with commas between them", text => text.Split(',').All(IsOrigin));

    public static SettingForm Text { get; } = new("TEXT", "a text without blanks", text => text.Length is > 0 and <= 255 && text.All(c => c is > ' ' and < '\u007f'));

    public static SettingForm Roles { get; } = new("CLAIM=VALUE:ROLE[,...]", "claims with the role of those who have them (viewer, operator, admin), such as groups=staff:viewer, with commas between them; * is any value",
        text => RoleRule.TryParse(text, out _));

    public static SettingForm Ids { get; } = new("FIRST-LAST", "numbers from one to another, such as 1000-29999", text => IdRange.Parse(text) is not null);

    public static SettingForm Duration { get; } = new("TIME", "a time such as 90s, 15m, 6h or 30d", text => ParseDuration(text) is not null);

    public static SettingForm Size { get; } = new("SIZE", "a size in bytes, such as 65536, 64K, 16M or 1G", text => ParseSize(text) is not null);

    public static SettingForm Levels { get; } = new("LEVELS", "a level, levels of categories, or both, such as information,jobs=debug",
        text => LevelSpecification.Read(text, out _) is null)
    {
        Explain = text => LevelSpecification.Read(text, out _),
    };

    /// <summary>What a switch is set to when its option stands alone.</summary>
    public const string On = "yes";

    public static SettingForm Switch { get; } = OneOf(On, "no");

    /// <summary>What is wrong with a text, where the form alone does not tell.</summary>
    public Func<string, string?> Explain { get; init; } = _ => null;

    public static SettingForm Number(long least, long most) => new("N", $"a whole number from {least} to {most}",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most);

    public static SettingForm OneOf(params string[] words) =>
        new(string.Join('|', words), $"one of {string.Join(", ", words)}", text => words.Contains(text, StringComparer.Ordinal));

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 255 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>As a browser sends it: in lower case, and without the port that the scheme has by itself.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.GetLeftPart(UriPartial.Authority) == text && uri.UserInfo.Length == 0;

    /// <summary>An address of version 6 is full of colons: its port stands behind a bracket.</summary>
    private static bool HasPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && (text[colon - 1] == ']' || text.IndexOf(':', StringComparison.Ordinal) == colon);
    }

    public static TimeSpan? ParseDuration(string text)
    {
        var digits = text.TrimEnd('s', 'm', 'h', 'd');
        double? factor = text[digits.Length..] switch { "ms" => 0.001, "" or "s" => 1, "m" => 60, "h" => 3_600, "d" => 86_400, _ => null };
        return factor is not null && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n)
            && n * factor.Value <= TimeSpan.FromDays(36_500).TotalSeconds
            ? TimeSpan.FromSeconds(n * factor.Value)
            : null;
    }

    public static long? ParseSize(string text)
    {
        var unit = text.Length == 0 ? ' ' : text[^1];
        int? shift = unit switch { 'K' => 10, 'M' => 20, 'G' => 30, >= '0' and <= '9' => 0, _ => null };
        var digits = char.IsAsciiDigit(unit) ? text : text[..Math.Max(0, text.Length - 1)];
        return shift is { } bits && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= long.MaxValue >> bits
            ? n << bits
            : null;
    }
}
