using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Luxi.Requests;
using Drover.Luxi.Tests.Host;

namespace Drover.Luxi.Tests.Requests;

/// <summary>What is wrong with the filter of a query, in the words of both releases.</summary>
public sealed class FilterWordingTests
{
    [Theory]
    [InlineData("""["foo", "id", 1]""", "Unknown operator 'foo'")]
    [InlineData("\"id\"", "Invalid filter on level 0")]
    [InlineData("""["&", []]""", "Invalid filter on level 1")]
    [InlineData("""["=", "id"]""", "Invalid binary operator, expected exactly two operands")]
    [InlineData("""["?", "id", 1]""", "Unary operator '?' expects exactly one operand")]
    [InlineData("""["!"]""", "Unary operator '!' expects exactly one operand")]
    [InlineData("""["=", [5], 5]""", "Unknown field '[5]'")]
    [InlineData("""["=", "name", null]""", "Invalid value null in filter, expected a string or a number")]
    [InlineData("""["=~", "name", 5]""", "Invalid regex pattern (expected a string)")]
    [InlineData("""["=~", "name", "("]""", "Invalid regex pattern (1,\"missing )\")")]
    public void A_malformed_filter_has_the_phrases_of_2_6(string json, string message)
    {
        using var filter = JsonDocument.Parse(json);
        Assert.Equal(message, FilterWording.In26(Assert.Throws<FilterSyntaxException>(() => FilterList.Read(filter.RootElement))));
    }

    [Theory]
    [InlineData("""["foo", "id", 1]""", "ParameterError", "Unknown operator 'foo'")]
    [InlineData("""["=","name",5]""", "ParameterError", "Unable to compare field 'name' (type 'text') with 'int', expected string")]
    [InlineData("""["=","mfree","x"]""", "ParameterError", "Unable to compare field 'mfree' (type 'unit') with 'str', expected number")]
    [InlineData("""["=","nosuch",1]""", "ParameterError", "Unknown field 'nosuch'")]
    [InlineData("""["=","name","nosuch"]""", "OpPrereqError", "Node name nosuch not found")]
    public async Task A_client_of_2_6_gets_the_classes_and_phrases_of_2_6(string filter, string errorClass, string message)
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var error = await client.ErrorAsync("Query", $"""["node",["name"],{filter}]""", version: 2060000);
        Assert.Equal((errorClass, message), (error[0].GetString(), error[1][0].GetString()));
    }

    [Theory]
    [InlineData("""["=","nosuch",1]""", "ParameterError", "Can't find field named 'nosuch'", 1)]
    [InlineData("""["&",["=","name",5]]""", "ParameterError", "Invalid types in comparison, trying to compare ", 1)]
    [InlineData("""["=","name","nosuch"]""", "OpPrereqError", "Node name nosuch not found", 2)]
    public async Task A_client_of_3_0_2_gets_those_of_3_0_2(string filter, string errorClass, string message, int arguments)
    {
        await using var host = await LuxiHost.StartAsync();
        using var client = host.Connect();
        var error = await client.ErrorAsync("Query", $"""["node",["name"],{filter}]""");
        Assert.Equal((errorClass, arguments), (error[0].GetString(), error[1].GetArrayLength()));
        Assert.StartsWith(message, error[1][0].GetString(), StringComparison.Ordinal);
    }
}
