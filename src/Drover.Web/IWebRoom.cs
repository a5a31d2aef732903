using Drover.Web.Calls;

namespace Drover.Web;

/// <summary>A room of the web site: brings its paths. Beside it, as the embedded resource <c>openapi.json</c> of its namespace, lies their
/// description: an OpenAPI document with <c>tags</c>, <c>paths</c> and <c>components</c> of its own.</summary>
public interface IWebRoom
{
    /// <summary>Declares the paths; reads like a table of contents.</summary>
    void Map(RouteTable routes);
}
