using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Drover.Opcodes.Tests;

public sealed class OpcodeReaderTests
{
    private static readonly OpcodeReadOptions s_strict = new(SubmitPrioritiesOnly: true, ReasonRequired: true);

    private readonly OpcodeReader _reader = new(new SmallCatalog());

    [Fact]
    public void Defaults_are_filled_in_and_the_object_is_left_open()
    {
        var accepted = Read("""{"duration": 1, "OP_ID": "OP_DELAY"}""");

        Assert.Equal(
            """{"OP_ID":"OP_DELAY","dry_run":null,"debug_level":null,"priority":0,"comment":null,"duration":1,"on_master":true,"on_nodes":[],"secrets_secret":{}""",
            Encoding.UTF8.GetString(accepted.Head.Span));
        Assert.Equal("DELAY(1.0)", accepted.Summary);
        Assert.Equal(0, accepted.Priority);
        Assert.False(accepted.DryRun);
        Assert.Empty(accepted.Depends);
        Assert.True(accepted.ReasonItems.IsEmpty);
    }

    [Fact]
    public void Common_parameters_are_taken_out_of_the_opcode()
    {
        var accepted = Read(
            """{"OP_ID":"OP_DELAY","duration":0.5,"priority":-10,"dry_run":true,"comment":"sch\u00f6n","depends":[["7",["success","error"]],[-1,[]]],"reason":[["gnt:client","x",12],["a","b",-1]]}""");

        Assert.Equal((-10, true), (accepted.Priority, accepted.DryRun));
        Assert.Equal((7L, "success,error", false), (accepted.Depends[0].Job, string.Join(",", accepted.Depends[0].Statuses), accepted.Depends[0].IsRelative));
        Assert.Equal((-1L, 0, true), (accepted.Depends[1].Job, accepted.Depends[1].Statuses.Count, accepted.Depends[1].IsRelative));
        Assert.Equal("""["gnt:client","x",12],["a","b",-1]""", Encoding.UTF8.GetString(accepted.ReasonItems.Span));
        var head = Encoding.UTF8.GetString(accepted.Head.Span);
        Assert.DoesNotContain("depends", head, StringComparison.Ordinal);
        Assert.DoesNotContain("reason", head, StringComparison.Ordinal);
        using var full = JsonDocument.Parse(head + "}");
        Assert.Equal("schön", full.RootElement.GetProperty("comment").GetString());
    }

    [Fact]
    public void Null_stands_for_the_default_where_it_is_no_value_of_its_own()
    {
        var head = Encoding.UTF8.GetString(Read("""{"OP_ID":"OP_DELAY","duration":1,"on_master":null,"on_nodes":null,"priority":null}""").Head.Span);

        Assert.Contains("\"priority\":0,\"comment\":null,\"duration\":1,\"on_master\":true,\"on_nodes\":[]", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_not_kept()
    {
        var head = Encoding.UTF8.GetString(Read("""{"OP_ID":"OP_DELAY","duration":1,"secrets_secret":{"root":"hunter2","more":{"a":5}}}""").Head.Span);

        Assert.EndsWith("""  "secrets_secret":{"root":"<redacted>","more":{"a":"<redacted>"}}""".Trim(), head, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_do_not_appear_in_errors()
    {
        var refusal = Refusal("""{"OP_ID":"OP_DELAY","duration":1,"secrets_secret":"hunter2"}""");

        Assert.Equal(OpcodeProblem.BadValue, refusal.Problem);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
        Assert.Null(refusal.Value);
    }

    [Fact]
    public void Reading_one_opcode_leaves_nothing_behind_for_the_next()
    {
        Read("""{"OP_ID":"OP_DELAY","duration":1,"on_nodes":["a"],"reason":[["a","b",1]],"depends":[[1,[]]]}""");
        Assert.Throws<OpcodeException>(() => Read("""{"OP_ID":"OP_DELAY","duration":1,"on_nodes":5}"""));
        var accepted = Read("""{"OP_ID":"OP_DELAY","duration":1}""");

        Assert.Contains("\"on_nodes\":[]", Encoding.UTF8.GetString(accepted.Head.Span), StringComparison.Ordinal);
        Assert.Empty(accepted.Depends);
        Assert.True(accepted.ReasonItems.IsEmpty);
    }

    [Fact]
    public void A_result_outlives_its_document()
    {
        AcceptedOpcode accepted;
        using (var document = JsonDocument.Parse("""{"OP_ID":"OP_DELAY","duration":1,"reason":[["a","b",1]]}"""))
            accepted = _reader.Read(document.RootElement, OpcodeReadOptions.Own);
        Read("""{"OP_ID":"OP_DELAY","duration":2,"reason":[["c","d",2]]}""");

        Assert.Contains("\"duration\":1", Encoding.UTF8.GetString(accepted.Head.Span), StringComparison.Ordinal);
        Assert.Equal("""["a","b",1]""", Encoding.UTF8.GetString(accepted.ReasonItems.Span));
    }

    [Theory]
    [InlineData("5", OpcodeProblem.NotAnObject, "ops[3]")]
    [InlineData("""{"duration":1}""", OpcodeProblem.MissingOpId, "ops[3].OP_ID")]
    [InlineData("""{"OP_ID":5}""", OpcodeProblem.BadValue, "ops[3].OP_ID")]
    [InlineData("""{"OP_ID":"OP_NONE"}""", OpcodeProblem.UnknownOpcode, "ops[3].OP_ID")]
    [InlineData("""{"OP_ID":"OP_LATER","x":1}""", OpcodeProblem.NotRunYet, "ops[3].OP_ID")]
    [InlineData("""{"OP_ID":"OP_DELAY"}""", OpcodeProblem.MissingParameter, "ops[3].duration")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":null}""", OpcodeProblem.BadValue, "ops[3].duration")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"on_nodes":["a",""]}""", OpcodeProblem.BadValue, "ops[3].on_nodes[1]")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"zzz":1}""", OpcodeProblem.SuperfluousKeys, "ops[3].zzz")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"priority":20}""", OpcodeProblem.BadPriority, "ops[3].priority")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"priority":"high"}""", OpcodeProblem.BadPriority, "ops[3].priority")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"depends":[[1,["done"]]]}""", OpcodeProblem.BadValue, "ops[3].depends[0][1][0]")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"depends":[[1]]}""", OpcodeProblem.BadValue, "ops[3].depends[0]")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"debug_level":-1}""", OpcodeProblem.BadValue, "ops[3].debug_level")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"reason":[["a","b"]]}""", OpcodeProblem.BadReason, "ops[3].reason[0]")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"reason":[["a\nb","",1]]}""", OpcodeProblem.BadReason, "ops[3].reason[0][0]")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"duration":2}""", OpcodeProblem.RepeatedKey, "ops[3].duration")]
    [InlineData("""{"OP_ID":"OP_DELAY","duration":1,"comment":"\ud800"}""", OpcodeProblem.BadText, "ops[3]")]
    public void What_is_wrong_is_named_with_its_place(string json, OpcodeProblem problem, string path)
    {
        var refusal = Refusal(json, index: 3);

        Assert.Equal((problem, path), (refusal.Problem, refusal.Path));
        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        Assert.Matches("^OPCODE_[A-Z_]+$", refusal.Code);
    }

    [Theory]
    [InlineData("comment")]
    [InlineData("OP_ID")]
    [InlineData("on_nodes")]
    public void Broken_utf8_is_refused_wherever_it_stands(string key)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"{{key}}":"?","duration":1}""");
        json[Array.IndexOf(json, (byte)'?')] = 0xff;
        using var document = JsonDocument.Parse(json);

        var refusal = Assert.Throws<OpcodeException>(() => _reader.Read(document.RootElement, OpcodeReadOptions.Own));

        Assert.Contains(refusal.Problem, new[] { OpcodeProblem.BadText, OpcodeProblem.MissingOpId });
    }

    [Fact]
    public void The_message_says_what_to_write_instead()
    {
        Assert.Equal(
            """ops[0].duration: expected a number, got the string "long". Write it as in "duration": 2.5.""",
            Refusal("""{"OP_ID":"OP_DELAY","duration":"long"}""").Message);
        Assert.Equal(
            """ops[0].on_master: expected true or false, got the number 1. Write it as in "on_master": true, or leave it out to get true.""",
            Refusal("""{"OP_ID":"OP_DELAY","duration":1,"on_master":1}""").Message);
        Assert.Equal(
            """ops[0].duration: OP_DELAY needs this parameter, a number. It has no parameter duraton, which is given. Write it as in "duration": 2.5.""",
            Refusal("""{"OP_ID":"OP_DELAY","duraton":1}""").Message);
    }

    [Fact]
    public void The_reason_comes_before_the_id_and_the_id_before_the_parameters()
    {
        Assert.Equal(OpcodeProblem.MissingReason, Refusal("""{"OP_ID":"OP_NONE"}""", s_strict).Problem);
        Assert.Equal(OpcodeProblem.UnknownOpcode, Refusal("""{"OP_ID":"OP_NONE","reason":[],"x":1}""", s_strict).Problem);
        Assert.Equal(OpcodeProblem.MissingParameter, Refusal("""{"OP_ID":"OP_DELAY","reason":[],"x":1}""", s_strict).Problem);
    }

    [Theory]
    [InlineData(-20, false, true)]
    [InlineData(19, false, true)]
    [InlineData(-21, false, false)]
    [InlineData(10, true, true)]
    [InlineData(1, true, false)]
    [InlineData(-20, true, false)]
    public void Each_door_has_its_own_priorities(int priority, bool submitOnly, bool accepted)
    {
        var json = $$"""{"OP_ID":"OP_DELAY","duration":1,"priority":{{priority}},"reason":[]}""";
        var options = submitOnly ? s_strict : OpcodeReadOptions.Own;

        if (accepted)
            Assert.Equal(priority, Read(json, options).Priority);
        else
            Assert.Equal(OpcodeProblem.BadPriority, Refusal(json, options).Problem);
    }

    [Fact]
    public void Deep_values_are_refused_at_the_limit()
    {
        string Nested(int levels) => $$"""{"OP_ID":"OP_ANY","anything":{{new string('[', levels)}}{{new string(']', levels)}}}""";
        var options = OpcodeReadOptions.Own with { MaxDepth = 5 };

        Assert.NotNull(Read(Nested(4), options));
        Assert.Equal(OpcodeProblem.TooDeep, Refusal(Nested(5), options).Problem);
    }

    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("1", "1.0")]
    [InlineData("8.0", "8.0")]
    [InlineData("0.5", "0.5")]
    [InlineData("0.1", "0.1")]
    [InlineData("0.05", "5.0e-2")]
    [InlineData("0.012345", "1.2345e-2")]
    [InlineData("1e-7", "1.0e-7")]
    [InlineData("9999999", "9999999.0")]
    [InlineData("10000000", "1.0e7")]
    [InlineData("12345678.5", "1.23456785e7")]
    [InlineData("1e300", "1.0e300")]
    [InlineData("-0.05", "-5.0e-2")]
    [InlineData("-3", "-3.0")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    [InlineData("1234567.1234567891", "1234567.1234567892")]
    public void Floats_in_a_summary_are_printed_as_the_original_prints_them(string duration, string shown) =>
        Assert.Equal($"DELAY({shown})", Read($$"""{"OP_ID":"OP_DELAY","duration":{{duration}}}""").Summary);

    [Theory]
    [InlineData("""{"OP_ID":"OP_ANY","anything":["a","b"]}""", "ANY(a,b)")]
    [InlineData("""{"OP_ID":"OP_ANY","anything":"x"}""", "ANY(x)")]
    [InlineData("""{"OP_ID":"OP_ANY","anything":null}""", "ANY(None)")]
    [InlineData("""{"OP_ID":"OP_ANY"}""", "ANY(None)")]
    public void A_summary_shows_other_values_by_their_kind(string json, string summary) => Assert.Equal(summary, Read(json).Summary);

    private AcceptedOpcode Read(string json, OpcodeReadOptions? options = null)
    {
        using var document = JsonDocument.Parse(json);
        return _reader.Read(document.RootElement, options ?? OpcodeReadOptions.Own);
    }

    private OpcodeException Refusal(string json, OpcodeReadOptions? options = null, int index = 0)
    {
        using var document = JsonDocument.Parse(json);
        return Assert.Throws<OpcodeException>(() => _reader.Read(document.RootElement, options ?? OpcodeReadOptions.Own, index));
    }

    private sealed class SmallCatalog : IOpcodeCatalog
    {
        private static readonly OpcodeSchema s_delay = new("OP_DELAY",
        [
            new("duration", ParameterType.Float, default, Required: true),
            new("on_master", ParameterType.Boolean, "true"u8.ToArray(), Required: false),
            new("on_nodes", ParameterType.ListOf(ParameterType.NonEmptyString), "[]"u8.ToArray(), Required: false),
            new("secrets_secret", ParameterType.DictionaryOf(ParameterType.String, ParameterType.Anything), "{}"u8.ToArray(), Required: false),
        ], "duration");

        private static readonly OpcodeSchema s_any = new("OP_ANY", [new("anything", ParameterType.Anything, "null"u8.ToArray(), Required: false)], "anything");

        public bool TryFind(string opId, [NotNullWhen(true)] out OpcodeSchema? schema, out bool runnable)
        {
            runnable = opId is not "OP_LATER";
            schema = opId switch { "OP_DELAY" => s_delay, "OP_ANY" => s_any, "OP_LATER" => new("OP_LATER", [], null), _ => null };
            return schema is not null;
        }
    }
}
