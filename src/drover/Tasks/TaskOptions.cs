using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Tasks;

/// <summary>What a task is told besides its schedule and its job; what is not given is left out.</summary>
internal sealed class TaskOptions
{
    private readonly Option<string?> _zone;
    private readonly Option<string?> _catchUp;
    private readonly Option<string?> _overlap;
    private readonly Option<string?> _description;

    /// <param name="value">Adds an option with a value to the verb.</param>
    public TaskOptions(AddValue value)
    {
        _zone = value("--zone", "ZONE", "task.zone");
        _catchUp = value("--catch-up", "ANSWER", "task.catch-up");
        _overlap = value("--overlap", "ANSWER", "task.overlap");
        _description = value("--description", "TEXT", "task.description");
    }

    /// <summary>Adds an option with a value to a verb.</summary>
    public delegate Option<string?> AddValue(string name, string value, string description, params string[] aliases);

    /// <summary>Writes what was given; whether there was anything.</summary>
    public bool Write(ParseResult line, Utf8JsonWriter writer)
    {
        var any = Text("zone", line.GetValue(_zone));
        any |= Answer("catch_up", _catchUp);
        any |= Answer("overlap", _overlap);
        return Text("description", line.GetValue(_description)) | any;

        bool Text(string parameter, string? given)
        {
            if (given is not null)
                writer.WriteString(parameter, given);
            return given is not null;
        }

        bool Answer(string parameter, Option<string?> option)
        {
            var given = line.GetValue(option);
            if (given is not null)
                writer.WriteBoolean(parameter, Values.YesOrNo(given, option.Name));
            return given is not null;
        }
    }
}
