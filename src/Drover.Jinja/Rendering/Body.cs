using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary>What stands between two tags, and the names that it uses.</summary>
internal sealed record Body(IReadOnlyList<Statement> Statements, ScopeNames Names)
{
    public void Render(Frame frame)
    {
        foreach (var statement in Statements)
            statement.Render(frame);
    }
}
