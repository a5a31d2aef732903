using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Services.ClusterCltab;

/// <summary><c>drover cltab show</c>: the text of a version of the cluster's cltab.</summary>
internal sealed class CltabShowVerb : Verb
{
    private readonly Option<string?> _version;

    public CltabShowVerb()
        : base("show", "verb.cltab-show") =>
        _version = Value("--version", "N", "option.cltab-version-show");

    public override IReadOnlyList<string> Examples => ["drover cltab show", "drover cltab show --version 3 >cltab.3"];

    public override int Run(ParseResult line, Session session)
    {
        var version = Values.Int(line.GetValue(_version), "--version", 1, int.MaxValue);
        var rows = RowReader.Rows(session.Door, new ListRequest("cltab-version") { Fields = "text", Filter = version is { } number ? $"version == {number}" : "state == \"current\"" });
        // Of a number that is none there is a row, which has no text.
        if (rows is not [var row] || row[0][1].ValueKind != JsonValueKind.String)
            throw new CliException("NO_CLTAB", version is { } missing ? Language.Say("cltab-show.none", missing) : Language.Say("cltab-show.no-current"), ExitCode.Failed, Language.Say("cltab-show.hint"));
        session.Screen.Out.Write(row[0][1].GetString());
        return ExitCode.Ok;
    }
}
