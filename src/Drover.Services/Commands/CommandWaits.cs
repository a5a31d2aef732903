using Drover.Nodes.Commands;
using Drover.Services.Nodes;

namespace Drover.Services.Commands;

/// <summary>Operations that wait for the end of a command on a node.</summary>
internal sealed class CommandWaits : OrderWaits<CommandOutput, CommandEnd>
{
    public void OnOutput(string node, CommandOutput report) => OnNews(node, report.Command, report);

    public void OnEnded(string node, CommandEnded report) => OnEnd(node, report.Command, report.End);
}
