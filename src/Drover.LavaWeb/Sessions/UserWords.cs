using Drover.Kernel;

namespace Drover.LavaWeb.Sessions;

/// <summary>Principals as LAVA's clients know them: by plain names.</summary>
internal static class UserWords
{
    private const string Prefix = "user:";

    /// <summary>LAVA's name for the lab itself, which submits the health checks.</summary>
    private const string Lab = "lava-health";

    public static string Of(Principal who)
    {
        var text = who.ToString();
        return who == Principal.System ? Lab : text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
    }

    /// <summary>The principal of a name; null when no user can have it.</summary>
    public static Principal? Find(string name) => Principal.TryParse(name == Lab ? "system" : name.Contains(':', StringComparison.Ordinal) ? name : Prefix + name, out var who) ? who : null;
}
