using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;

namespace Drover.Cli.Services.ClusterCltab;

/// <summary><c>drover cltab versions</c> and <c>nodes</c>: which versions there are, and which each node has.</summary>
internal sealed class CltabTableVerb : Verb
{
    private readonly string _resource;
    private readonly Option<string?> _output;

    private CltabTableVerb(string name, string summary, string resource)
        : base(name, summary)
    {
        _resource = resource;
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => [$"drover cltab {Command.Name}", $"drover get {ResourceNames.Plural(_resource)} -o csv"];

    public static CltabTableVerb Versions() => new("versions", "verb.cltab-versions", "cltab-version");

    public static CltabTableVerb Nodes() => new("nodes", "verb.cltab-nodes", "node-cltab");

    public override int Run(ParseResult line, Session session)
    {
        var isJson = Values.Choice(line.GetValue(_output), "the-form", "text", "json") == "json";
        var selection = new Selection(session, _resource, null);
        RowPrinter.PrintAll(session, new ListRequest(_resource) { Fields = isJson ? null : selection.Fields }, isJson ? new JsonForm(session) : new TableForm(session, selection, headers: true, isCut: true));
        return ExitCode.Ok;
    }
}
