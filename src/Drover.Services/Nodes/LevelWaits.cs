using Drover.Nodes.Services;

namespace Drover.Services.Nodes;

/// <summary>Operations that wait for a node to bring a group to a level.</summary>
internal sealed class LevelWaits : OrderWaits<string, LevelEnd>
{
    public void OnLogged(string node, LevelLogged report) => OnNews(node, report.Command, report.Text);

    public void OnEnded(string node, LevelEnded report) => OnEnd(node, report.Command, report.End);
}
