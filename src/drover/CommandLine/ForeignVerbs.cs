namespace Drover.Cli.CommandLine;

/// <summary>Verbs of other command lines that people try here, and where they lead.</summary>
internal static class ForeignVerbs
{
    private static readonly Dictionary<string, string> s_leads = new(StringComparer.Ordinal)
    {
        ["list"] = "'drover get RESOURCE' lists: 'drover get jobs'",
        ["ls"] = "'drover get RESOURCE' lists: 'drover get jobs'",
        ["ps"] = "'drover get processes' lists services, 'drover get jobs' jobs",
        ["jobs"] = "'drover get jobs' lists jobs",
        ["job"] = "'drover show ID' shows a job, 'drover timeline ID' draws its waits and runs, 'drover why ID' tells what it waits for",
        ["queue"] = "'drover get jobs' lists jobs, 'drover drain' tells how the queue stands",
        ["nodes"] = "'drover get nodes' lists nodes",
        ["run"] = "'drover submit OP KEY=VALUE' submits a job and follows it: 'drover submit test-delay duration=2'",
        ["exec"] = "'drover submit OP KEY=VALUE' submits a job; programs are run as services, by 'drover tell GROUP LEVEL'",
        ["create"] = "'drover add device NAME' adds to the lab, 'drover submit OP KEY=VALUE' changes the fleet: 'drover submit group-add group_name=rack1'",
        ["apply"] = "'drover submit -f FILE' submits jobs from a file, 'drover reread' takes a changed cltab",
        ["describe"] = "'drover show RESOURCE NAME' shows one thing, 'drover explain NAME' says what it is",
        ["inspect"] = "'drover show RESOURCE NAME' shows one thing: 'drover show 17'",
        ["info"] = "'drover show RESOURCE NAME' shows one thing, 'drover version' the daemon",
        ["delete"] = "'drover del device NAME' removes one, 'drover cancel ID' takes a job back, 'drover archive ID' puts a finished one away",
        ["rm"] = "'drover del device NAME' removes one, 'drover cancel ID' takes a job back, 'drover archive ID' puts a finished one away",
        ["remove"] = "'drover del device NAME' removes one, 'drover cancel ID' takes a job back",
        ["update"] = "'drover mod device NAME' changes one",
        ["modify"] = "'drover mod device NAME' changes one",
        ["edit"] = "'drover mod device NAME' changes one",
        ["devices"] = "'drover get devices' lists devices, 'drover add device NAME' adds one",
        ["workers"] = "'drover get workers' lists workers, 'drover add worker NAME' adds one",
        ["results"] = "'drover get results --job ID' lists the results of a test job",
        ["kill"] = "'drover cancel ID --kill' ends a job, 'drover signal GROUP/TAG SIGNAL' signals a service",
        ["abort"] = "'drover cancel ID' stops a job",
        ["tail"] = "'drover logs ID -f' follows a log",
        ["log"] = "'drover logs ID' prints a log, 'drover events' what happened",
        ["journal"] = "'drover events' tells what happened, 'drover audit verify' checks the journal",
        ["follow"] = "'drover watch ID' follows a job",
        ["attach"] = "'drover watch ID' follows a job",
        ["enable"] = "'drover tell GROUP LEVEL' brings a group of services to a level",
        ["disable"] = "'drover tell GROUP off' stops a group of services where 'off' is no level of it",
        ["level"] = "'drover tell GROUP LEVEL' brings a group of services to a level",
        ["set"] = "'drover mod device NAME' changes a device, 'drover priority ID N' changes a job, 'drover log-level' the log; settings are in droverd's configuration",
        ["rerun"] = "'drover retry ID' submits a failed job anew",
        ["resubmit"] = "'drover retry ID' submits a failed job anew",
        ["resume"] = "'drover drain off' has the queue take jobs again, 'drover retry ID' submits a failed job anew",
        ["pause"] = "'drover drain on' has the queue refuse new jobs",
        ["man"] = "'drover help VERB' explains a verb; after 'make install' there is drover(1)",
        ["locks"] = "'drover get locks' lists locks",
        ["ready"] = "'drover wait --ready' waits for a daemon",
        ["health"] = "'drover status' tells how it is",
    };

    /// <summary>Where a verb that there is not leads; null for one that nobody knows.</summary>
    public static string? Lead(string verb) => s_leads.GetValueOrDefault(verb);

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => s_leads.Keys;
}
