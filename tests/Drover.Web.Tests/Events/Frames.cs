using System.Text.Json;

namespace Drover.Web.Tests.Events;

/// <summary>Reads an event stream frame by frame.</summary>
internal sealed class Frames : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private Frames(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _reader = new StreamReader(stream);
    }

    public static async Task<Frames> FollowAsync(TestDoor door, string path, string? lastEventId = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        var response = await door.SendAsync(request);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        return new Frames(response, await response.Content.ReadAsStreamAsync(TestDoor.Stop));
    }

    /// <summary>Lines of the next frame; null at the end of the stream.</summary>
    public async Task<List<string>?> NextAsync()
    {
        var lines = new List<string>();
        while (await _reader.ReadLineAsync(TestDoor.Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestDoor.Stop) is { } line)
        {
            if (line.Length == 0)
                return lines;
            lines.Add(line);
        }
        return null;
    }

    /// <summary>The next event, comments left out.</summary>
    public async Task<(long Id, string Kind, JsonElement Data)> NextEventAsync()
    {
        while (await NextAsync() is { } lines)
        {
            if (lines[0].StartsWith(':'))
                continue;
            using var data = JsonDocument.Parse(lines[2]["data: ".Length..]);
            return (long.Parse(lines[0]["id: ".Length..]), lines[1]["event: ".Length..], data.RootElement.Clone());
        }
        throw new EndOfStreamException();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
