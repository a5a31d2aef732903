using Microsoft.Extensions.Logging;

namespace Drover.Fleet.Telling;

/// <summary>Lines about nodes and their agents.</summary>
internal static partial class FleetLog
{
    public const string Category = "drover.fleet";

    [LoggerMessage(2400, LogLevel.Information, "Agents connect to {Address}; the authority of their certificates is {Fingerprint}")]
    public static partial void Listening(ILogger log, string address, string fingerprint);

    [LoggerMessage(2401, LogLevel.Information, "Node {Node} is here, from {Address}, with version {Version}; before, {Before}")]
    public static partial void Came(ILogger log, string node, string address, string version, string? before);

    [LoggerMessage(2402, LogLevel.Warning, "Node {Node} is away: {Reason}")]
    public static partial void Lost(ILogger log, string node, string? reason);

    [LoggerMessage(2403, LogLevel.Information, "Node {Node} has left the fleet")]
    public static partial void Left(ILogger log, string node);

    [LoggerMessage(2404, LogLevel.Information, "A machine at {Address} has joined as node {Node}; its certificate is {Serial}")]
    public static partial void Joined(ILogger log, string address, string node, string serial);

    [LoggerMessage(2405, LogLevel.Warning, "An agent at {Address} is refused: {Reason}")]
    public static partial void Refused(ILogger log, string address, string reason);

    [LoggerMessage(2406, LogLevel.Warning, "The clock of node {Node} is {Seconds} s ahead of this one's. Nothing depends on it but the times that are shown; set it by NTP")]
    public static partial void ClockIsOff(ILogger log, string node, double seconds);

    [LoggerMessage(2407, LogLevel.Error, "Two machines show the key of node {Node}: the one that is here, and one at {Address} (boot {BootId}), which is refused. A machine that was cloned must join by a name of its own: remove what it keeps of its agent, and 'drover add node' it")]
    public static partial void Cloned(ILogger log, string node, string address, string bootId);

    [LoggerMessage(2408, LogLevel.Warning, "How it is with node {Node} cannot be recorded: {Problem}")]
    public static partial void NotRecorded(ILogger log, string node, string problem);

    [LoggerMessage(2409, LogLevel.Information, "Node {Node} has a new certificate {Serial}")]
    public static partial void Renewed(ILogger log, string node, string serial);

    [LoggerMessage(2410, LogLevel.Error, "The connection of node {Node} met an error")]
    public static partial void Broken(ILogger log, string node, Exception error);

    [LoggerMessage(2440, LogLevel.Information, "Before node {Node} serves as the master, the nodes {Voters} are asked who it is, when their agents come: more than half of {Count} have to name it")]
    public static partial void VoteBegun(ILogger log, string node, string voters, int count);

    [LoggerMessage(2441, LogLevel.Information, "Node {Node} names as the master: {Choice}")]
    public static partial void Voted(ILogger log, string node, string choice);

    [LoggerMessage(2442, LogLevel.Warning, "No majority yet ({Turn} of {Turns}): {Tally}")]
    public static partial void NoMajority(ILogger log, int turn, int turns, string tally);

    [LoggerMessage(2443, LogLevel.Information, "Node {Node} is elected master: {Tally}")]
    public static partial void Elected(ILogger log, string node, string tally);

    [LoggerMessage(2444, LogLevel.Warning, "Nodes that never joined by an agent have no vote on the master: {Nodes}")]
    public static partial void WithoutVote(ILogger log, string nodes);

    [LoggerMessage(2445, LogLevel.Warning, "Node {Node} has no vote on the master: {Reason}")]
    public static partial void HasNoVote(ILogger log, string node, string reason);

    [LoggerMessage(2446, LogLevel.Warning, "Node {Node} does not have the files of the configuration: {Problem}. It is told again with the next change, and when its agent connects")]
    public static partial void NotKept(ILogger log, string node, string problem);

    [LoggerMessage(2450, LogLevel.Warning, "Node {Node} tells more than is kept of one node (agent-rows): {What} beyond that are left out. Does it have so many services, or is its agent not what it should be?")]
    public static partial void LeftOut(ILogger log, string node, string what);

    [LoggerMessage(2451, LogLevel.Warning, "Node {Node} reports more than {Rate} bytes a second (agent-report-rate) for long: what it says is read no faster. Do its services die all the time, or is its agent not what it should be?")]
    public static partial void SlowedDown(ILogger log, string node, long rate);
}
