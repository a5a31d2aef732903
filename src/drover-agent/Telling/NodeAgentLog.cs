using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Telling;

/// <summary>Lines about the agent and its master.</summary>
internal static partial class NodeAgentLog
{
    public const string Category = "drover.node";

    [LoggerMessage(2500, LogLevel.Information, "drover-agent {Version} runs node {Node}; it looks for its master at {Masters}")]
    public static partial void Running(ILogger log, string version, string node, string masters);

    [LoggerMessage(2501, LogLevel.Information, "Connected to the master at {Master} (term {Term})")]
    public static partial void Connected(ILogger log, string master, long term);

    [LoggerMessage(2502, LogLevel.Warning, "No master: {Reason}. It is looked for again; services go on")]
    public static partial void Lost(ILogger log, string reason);

    [LoggerMessage(2503, LogLevel.Error, "The master at {Master} refuses this node: {Reason}")]
    public static partial void Refused(ILogger log, string master, string reason);

    [LoggerMessage(2504, LogLevel.Warning, "The master at {Master} has term {Term}, and orders of term {Newest} were heard: it leads no more, and is not obeyed")]
    public static partial void StaleMaster(ILogger log, string master, long term, long newest);

    [LoggerMessage(2505, LogLevel.Warning, "This node was taken out of the fleet: its services are stopped, and what it was known by is removed")]
    public static partial void Removed(ILogger log);

    [LoggerMessage(2506, LogLevel.Information, "A new certificate is in force, good until {Ends}")]
    public static partial void Renewed(ILogger log, DateTime ends);

    [LoggerMessage(2507, LogLevel.Warning, "No new certificate can be had: {Problem}. It is tried again; the present one ends at {Ends}")]
    public static partial void NotRenewed(ILogger log, string problem, DateTime ends);

    [LoggerMessage(2508, LogLevel.Error, "Reports cannot be kept on the disk: {Problem}. They are lost if the agent ends before they are told")]
    public static partial void NotKept(ILogger log, string problem);

    [LoggerMessage(2509, LogLevel.Error, "An order of the master met an error")]
    public static partial void OrderBroken(ILogger log, Exception error);

    [LoggerMessage(2510, LogLevel.Information, "Stopping; services {Fate}")]
    public static partial void Stopping(ILogger log, string fate);

    [LoggerMessage(2511, LogLevel.Warning, "Something cannot be protected here: {What}")]
    public static partial void MissingProtection(ILogger log, string what);

    [LoggerMessage(2540, LogLevel.Information, "The nodes vote on the master, and this one names {Master}")]
    public static partial void Votes(ILogger log, string master);

    [LoggerMessage(2541, LogLevel.Information, "The files of the configuration below {Directory} are those of the master ({Hash})")]
    public static partial void Written(ILogger log, string directory, string hash);

    [LoggerMessage(2542, LogLevel.Error, "The files of the configuration below {Directory} are not those of the master: {Problem}. It is tried again when the master tells them again")]
    public static partial void NotWritten(ILogger log, string directory, string problem);
}
