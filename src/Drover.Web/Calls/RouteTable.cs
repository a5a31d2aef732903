using System.Text.Json.Nodes;
using Drover.Kernel;

namespace Drover.Web.Calls;

/// <summary>Every path of the web site, as its rooms have brought them.</summary>
public sealed class RouteTable
{
    private readonly List<Route> _routes = [];
    private readonly List<JsonObject> _descriptions = [];

    /// <exception cref="InvalidOperationException">A room has no description.</exception>
    internal RouteTable(IEnumerable<IWebRoom> rooms)
    {
        foreach (var room in rooms)
        {
            room.Map(this);
            _descriptions.Add(DescriptionOf(room.GetType()));
        }
    }

    internal IReadOnlyList<Route> All => _routes;

    /// <summary>OpenAPI documents of the rooms.</summary>
    internal IReadOnlyList<JsonObject> Descriptions => _descriptions;

    /// <summary>A path that shows something.</summary>
    /// <param name="path">Its path, with places for names and numbers.</param>
    /// <param name="resource">What kind of thing must be open to a caller's view; <c>{resource}</c> when the path names it.</param>
    /// <param name="handle">Answers.</param>
    public void Get(string path, string resource, Func<Call, Task> handle) => _routes.Add(new Route("GET", path, AccessAction.View, resource, handle));

    /// <summary>A path that shows what not everybody may look into.</summary>
    /// <inheritdoc cref="Get"/>
    public void Inspect(string path, string resource, Func<Call, Task> handle) => _routes.Add(new Route("GET", path, AccessAction.Inspect, resource, handle));

    /// <summary>A path that does something.</summary>
    /// <param name="path">Its path, with places for names and numbers.</param>
    /// <param name="action">What a caller must be allowed to come in at all; who may do it with the very thing is asked by what does it.</param>
    /// <param name="resource">With what kind of thing.</param>
    /// <param name="handle">Answers.</param>
    public void Post(string path, AccessAction action, string resource, Func<Call, Task> handle) => _routes.Add(new Route("POST", path, action, resource, handle));

    /// <summary>A path that sets something.</summary>
    /// <inheritdoc cref="Post"/>
    public void Put(string path, AccessAction action, string resource, Func<Call, Task> handle) => _routes.Add(new Route("PUT", path, action, resource, handle));

    /// <summary>A path of another system's clients, who say who they are by a token in the request: everybody gets through to it, and it judges them itself. It changes nothing for who
    /// shows none, and has nothing to give that depends on where a request comes from.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path, with places for names and numbers.</param>
    /// <param name="handle">Judges the caller and answers.</param>
    public void ByToken(string method, string path, Func<Call, Task> handle) => _routes.Add(new Route(method, path, AccessAction.View, Protected.Health, handle, ByToken: true));

    private static JsonObject DescriptionOf(Type room)
    {
        using var stream = room.Assembly.GetManifestResourceStream(room, "openapi.json")
            ?? throw new InvalidOperationException($"The web room {room} has no openapi.json beside it.");
        return JsonNode.Parse(stream)!.AsObject();
    }
}
