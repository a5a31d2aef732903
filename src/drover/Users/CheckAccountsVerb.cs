using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Listing;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Users;

/// <summary><c>drover chk accounts</c>: what is wrong with the account files of nodes.</summary>
internal sealed class CheckAccountsVerb : Verb
{
    private readonly Option<string?> _output;

    public CheckAccountsVerb()
        : base("accounts", "verb.chk-accounts") =>
        _output = Value("--output", "FORM", "form.text-jsonl", "-o");

    public override IReadOnlyList<string> Examples => ["drover chk accounts"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "jsonl");
        var problems = RowReader.Rows(session.Door, new ListRequest("account-problem") { Fields = "node,file,line,text" });
        foreach (var problem in problems)
        {
            var (node, file, number, text) = (problem[0][1].GetString()!, problem[1][1].GetString()!, problem[2][1].GetInt64(), problem[3][1].GetString()!);
            if (form == "text")
                session.Screen.Out.WriteLine(Printable.Line(number > 0 ? $"{node}: {file}:{number}: {text}" : $"{node}: {file}: {text}"));
            else
                JsonLines.WriteLine(session, JsonLines.Element(writer => Write(writer, node, file, number, text)));
        }
        if (problems.Count == 0)
            session.Screen.Note(Language.Say("directory.no-problems"));
        return problems.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Write(Utf8JsonWriter writer, string node, string file, long number, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("node", node);
        writer.WriteString("file", file);
        writer.WriteNumber("line", number);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
