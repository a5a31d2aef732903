using Drover.Cli.Words;

namespace Drover.Cli.CommandLine;

/// <summary>Verbs of other command lines that people try here, and where they lead.</summary>
internal static class ForeignVerbs
{
    private static readonly Dictionary<string, string> s_leads = new(StringComparer.Ordinal)
    {
        ["list"] = "lead.list",
        ["ls"] = "lead.list",
        ["ps"] = "lead.ps",
        ["jobs"] = "lead.jobs",
        ["job"] = "lead.job",
        ["queue"] = "lead.queue",
        ["nodes"] = "lead.nodes",
        ["run"] = "lead.run",
        ["create"] = "lead.create",
        ["apply"] = "lead.apply",
        ["describe"] = "lead.describe",
        ["inspect"] = "lead.inspect",
        ["info"] = "lead.info",
        ["delete"] = "lead.delete",
        ["rm"] = "lead.delete",
        ["remove"] = "lead.remove",
        ["update"] = "lead.modify",
        ["modify"] = "lead.modify",
        ["edit"] = "lead.modify",
        ["devices"] = "lead.devices",
        ["workers"] = "lead.workers",
        ["results"] = "lead.results",
        ["kill"] = "lead.kill",
        ["abort"] = "lead.abort",
        ["tail"] = "lead.tail",
        ["log"] = "lead.log",
        ["journal"] = "lead.journal",
        ["follow"] = "lead.follow",
        ["attach"] = "lead.follow",
        ["enable"] = "lead.level",
        ["disable"] = "lead.disable",
        ["level"] = "lead.level",
        ["set"] = "lead.set",
        ["rerun"] = "lead.retry",
        ["resubmit"] = "lead.retry",
        ["resume"] = "lead.resume",
        ["pause"] = "lead.pause",
        ["man"] = "lead.man",
        ["locks"] = "lead.locks",
        ["ready"] = "lead.ready",
        ["health"] = "lead.health",
    };

    /// <summary>Where a verb that there is not leads; null for one that nobody knows.</summary>
    public static string? Lead(string verb) => s_leads.TryGetValue(verb, out var lead) ? Language.Say(lead) : null;

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => s_leads.Keys;
}
