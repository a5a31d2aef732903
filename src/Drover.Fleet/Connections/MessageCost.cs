using Drover.NodeWire.Protocol;

namespace Drover.Fleet.Connections;

/// <summary>How much of its pace a message of a node takes up: by what it costs the master, in bytes of its journal or the like.</summary>
internal static class MessageCost
{
    /// <summary>Of a connection: that it came and went is recorded.</summary>
    public const long OfConnection = 1_024;

    private const long OfMessage = 64;

    /// <summary>Up to which report a node was heard is recorded whatever it says.</summary>
    private const long OfReport = 256;

    /// <summary>The cost of what an agent says by itself. Answers were asked for.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="rows">Rows of the node, which are looked through when one of them changes.</param>
    public static long Of(AgentMessage message, int rows) => message.KindCase switch
    {
        AgentMessage.KindOneofCase.Answer => 0,
        AgentMessage.KindOneofCase.Reports => message.Reports.Reports_.Sum(Of),
        AgentMessage.KindOneofCase.Services => OfMessage + rows,
        _ => OfMessage + message.CalculateSize(),
    };

    /// <summary>What is written of it: output and ends of orders only where a job waits for them.</summary>
    private static long Of(Report report) =>
        OfReport + (report.KindCase is Report.KindOneofCase.Group or Report.KindOneofCase.Processes ? report.CalculateSize() : 0);
}
