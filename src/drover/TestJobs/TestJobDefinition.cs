using System.Text.Json;
using Drover.Cli.Listing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Drover.Cli.TestJobs;

/// <summary>A test job as people write it for LAVA. The daemon reads and checks it; here it is only told from other files.</summary>
internal static class TestJobDefinition
{
    private const string RunOpcode = "OP_TEST_JOB_RUN";
    private const string GroupOpcode = "OP_TEST_GROUP_SUBMIT";

    /// <summary>Where the roles of a group stand.</summary>
    private const string Group = "protocols.lava-multinode";

    /// <summary>Keys of a definition. One may be missing, which the daemon tells better; two are no accident.</summary>
    private static readonly string[] s_keys = ["job_name", "actions", "device_type", "protocols", "timeouts", "visibility"];

    /// <summary>Keys of a file of opcodes.</summary>
    private static readonly string[] s_otherKeys = ["OP_ID", "ops", "jobs"];

    /// <summary>Whether a text is one, by its outermost keys. Read as events: it may hold what no reader of documents takes, such as a key that stands there twice.</summary>
    public static bool Is(string text)
    {
        var keys = Keys(text);
        return !keys.Overlaps(s_otherKeys) && keys.Count(key => s_keys.Contains(key)) > 1;
    }

    /// <summary>Whether one makes several test jobs that run at the same time.</summary>
    public static bool IsGroup(string text) => Keys(text).Contains(Group);

    /// <summary>The opcode that a definition needs.</summary>
    public static string OpcodeOf(string text) => IsGroup(text) ? GroupOpcode : RunOpcode;

    /// <summary>Whether an opcode is of test jobs.</summary>
    public static bool IsOpcode(string opcode) => opcode is RunOpcode or GroupOpcode;

    /// <summary>The opcode of a definition, which stays as it was written.</summary>
    public static JsonElement ToOpcode(string text) => JsonLines.Element(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("OP_ID", OpcodeOf(text));
        writer.WriteString("definition", text);
        writer.WriteEndObject();
    });

    /// <summary>The outermost keys, and those one level below as <c>outer.inner</c>.</summary>
    private static HashSet<string> Keys(string text)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        // Of each level that is open: whether it is a mapping, whether a key comes next, and the last key.
        var levels = new Stack<(bool IsMapping, bool IsKey, string Key)>();
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case MappingStart:
                        levels.Push((IsMapping: true, IsKey: true, ""));
                        break;
                    case SequenceStart:
                        levels.Push((IsMapping: false, IsKey: false, ""));
                        break;
                    case MappingEnd or SequenceEnd:
                        levels.Pop();
                        End(levels, "");
                        break;
                    case Scalar { Value: var word }:
                        if (levels.TryPeek(out var level) && level is { IsMapping: true, IsKey: true } && levels.Count < 3)
                            keys.Add(levels.Count == 1 ? word : $"{levels.ElementAt(1).Key}.{word}");
                        End(levels, word);
                        break;
                    case AnchorAlias:
                        End(levels, "");
                        break;
                    case DocumentEnd:
                        return keys;
                }
            }
        }
        catch (YamlException)
        {
            // What came before the mistake tells what was meant.
        }

        return keys;
    }

    /// <summary>A node has ended: after a key its value comes, after a value the next key.</summary>
    private static void End(Stack<(bool IsMapping, bool IsKey, string Key)> levels, string word)
    {
        if (levels.TryPop(out var level))
            levels.Push((level.IsMapping, !level.IsKey, level.IsKey ? word : level.Key));
    }
}
