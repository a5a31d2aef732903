using System.Globalization;

namespace Drover.FleetLoad;

/// <summary>Many played agents of one master.</summary>
internal sealed class PlayedFleet : IAsyncDisposable
{
    /// <summary>Agents that join at a time: as many as the machine could do in a second or two.</summary>
    private const int AtOnce = 16;

    private readonly List<PlayedAgent> _agents = [];

    /// <summary>What they were ordered so far, in words.</summary>
    public string Account => string.Create(CultureInfo.InvariantCulture, $"{_agents.Sum(agent => agent.Orders)} orders carried out, {_agents.Sum(agent => agent.Repeated)} came again");

    /// <summary>Has nodes invited, joins as all of them and connects.</summary>
    public static async Task<PlayedFleet> ConnectAsync(LoadOptions options)
    {
        List<string> nodes = [.. Enumerable.Range(0, options.Agents).Select(options.Node)];
        var secrets = await Invitations.SendAsync(options.Socket, nodes);
        var fleet = new PlayedFleet();
        foreach (var chunk in nodes.Zip(secrets).Chunk(AtOnce))
            fleet._agents.AddRange(await Task.WhenAll(chunk.Select(async invited =>
            {
                var (certificate, authority) = await PlayedAgent.JoinAsync(options.Master, invited.First, invited.Second);
                return await PlayedAgent.ConnectAsync(options.Master, invited.First, options.Group, certificate, authority);
            })));
        return fleet;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var agent in _agents)
            await agent.DisposeAsync();
    }
}
