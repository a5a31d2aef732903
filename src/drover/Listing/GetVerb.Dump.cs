using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Listing;

/// <summary><c>drover get RESOURCE --dump [NAME]</c>: whole objects, with all of their fields.</summary>
internal sealed partial class GetVerb
{
    private int Dump(ParseResult line, Session session)
    {
        Refuse(line, "--dump", Language.Say("dump.all"), _columns, _noHeaders, _watch);
        var form = Values.Choice(line.GetValue(_output), "dump.form", "text", "json", "yaml");
        var name = line.GetValue(_dump);
        if (name is not null)
            Refuse(line, "--dump NAME", Language.Say("dump.one"), _filter, _failed, _mine, _job, _last, _sort, _limit, _all);
        var count = Count(line);
        var resource = ResourceNames.Resolve(session, line.GetValue(_resource)!);
        var request = new ListRequest(resource) { Fields = "*", Filter = Filter(line, session, resource), Sort = Sort(line, resource), Limit = count };
        session.Screen.BeginPaging(session.Environment);
        if (name is null)
        {
            _ = Print(line, session, request, form switch { "json" => new JsonForm(session), "yaml" => new YamlForm(session), _ => new DumpForm(session) }, form == "text" ? "table" : form);
            return ExitCode.Ok;
        }

        var row = NamedRow.Find(session.Door, resource, name).ToObject();
        if (form == "json")
            JsonLines.WriteIndented(session, row);
        else if (form == "yaml")
            YamlText.WriteDocument(session.Screen.Out, row);
        else
            DumpText.Write(session.Screen.Out, row);
        return ExitCode.Ok;
    }

    private static void Refuse(ParseResult line, string option, string why, params ReadOnlySpan<Option> others)
    {
        foreach (var other in others)
        {
            if (line.GetResult(other) is { Implicit: false })
                throw CliException.Usage(Language.Say("exclude", option, other.Name), why);
        }
    }
}
