using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>Clients that submit jobs as fast as they are acknowledged, each with a name of its own and a token, until the daemon is gone.</summary>
internal sealed class SubmitLoad
{
    private readonly ConcurrentDictionary<string, long> _acknowledged = new();
    private readonly ConcurrentBag<string> _unanswered = [];

    /// <summary>Names of jobs and the ids that the daemon gave them.</summary>
    internal IReadOnlyDictionary<string, long> Acknowledged => new Dictionary<string, long>(_acknowledged);

    /// <summary>Names of jobs whose submit was under way when the daemon went away.</summary>
    internal IReadOnlyCollection<string> Unanswered => _unanswered;

    /// <summary>Runs until every client has lost the daemon, or has submitted that many.</summary>
    internal async Task RunAsync(Daemon daemon, int clients, int most, double duration = 0.01) =>
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => SubmitAsync(daemon.Http, client, most, duration))));

    /// <summary>Submits what was not answered once more, with the tokens of the first time.</summary>
    internal async Task SubmitAgainAsync(Daemon daemon)
    {
        while (_unanswered.TryTake(out var name))
            Assert.True(await SubmitOneAsync(daemon.Http, name, 0.01), $"{name} was not taken the second time");
    }

    private async Task SubmitAsync(HttpDoor door, int client, int most, double duration)
    {
        for (var i = 0; i < most; i++)
        {
            if (!await SubmitOneAsync(door, $"load-{client}-{i}", duration))
                return;
        }
    }

    private async Task<bool> SubmitOneAsync(HttpDoor door, string name, double duration)
    {
        try
        {
            // The duration is written the same each time: a token with another body is an error.
            var (status, body) = await door.Send(HttpMethod.Post, "/v1/jobs", FormattableString.Invariant(
                $$"""{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":{{duration}},"on_master":false,"comment":"{{name}}"}],"token":"{{name}}"}"""));
            Assert.True(status is 200 or 201, $"{status} {body}");
            _acknowledged[name] = (long)JsonNode.Parse(body)!["id"]!;
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            _unanswered.Add(name);
            return false;
        }
    }
}
