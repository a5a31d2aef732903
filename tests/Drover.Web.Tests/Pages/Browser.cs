using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Drover.Web.Tests.Pages;

/// <summary>What a browser does with pages, as far as headers and cookies go.</summary>
internal sealed class Browser : IDisposable
{
    private readonly TestDoor _door;
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Browser(TestDoor door)
    {
        _door = door;
        var handler = door.TcpHandler();
        handler.CookieContainer = _cookies;
        _http = new HttpClient(handler) { BaseAddress = door.Tcp.BaseAddress };
    }

    private string Origin => _door.Tcp.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>A browser that has signed in as who the socket takes the test for.</summary>
    public static async Task<Browser> SignedInAsync(TestDoor door)
    {
        var browser = new Browser(door);
        var link = await LinkAsync(door);
        using var answer = await browser.PostAsync("/sign-in", ("link", link.Segments[^1]));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    /// <summary>A sign-in link.</summary>
    public static async Task<Uri> LinkAsync(TestDoor door)
    {
        var (status, body) = await door.PostAsync("/v1/sign-in-links");
        Assert.Equal(201, status);
        return new Uri(body.GetProperty("url").GetString()!);
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path, string language = "en")
    {
        using var answer = await SendAsync(path, language);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestDoor.Stop));
    }

    public async Task<HttpResponseMessage> SendAsync(string path, string language = "en", string? tag = null, string? beat = null, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" }, { "Accept-Language", language } } };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (beat is not null)
            request.Headers.Add("Drover-Beat", beat);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestDoor.Stop);
    }

    /// <summary>Signs in by a password.</summary>
    public Task<HttpResponseMessage> SignInAsync(string user, string password, string code = "") => PostAsync("/sign-in", ("user", user), ("password", password), ("code", code));

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) => PostAsync(path, Origin, fields);

    public async Task<HttpResponseMessage> PostAsync(string path, string? origin, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await _http.SendAsync(request, TestDoor.Stop);
    }

    /// <summary>A connection of its own that follows a stream: each byte that comes over it can be counted.</summary>
    public async Task<NetworkStream> FollowAsync(string path)
    {
        var address = _door.Tcp.BaseAddress!;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, TestDoor.Stop);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {_cookies.GetCookieHeader(address)}\r\n\r\n"), TestDoor.Stop);
        return stream;
    }

    public void Dispose() => _http.Dispose();
}
