using Drover.Jinja.Checks;
using Drover.Jinja.Expressions;
using Drover.Jinja.Filters;

namespace Drover.Jinja.Syntax;

/// <summary>What may stand behind a value: attributes, items, calls, filters and tests.</summary>
internal sealed partial class ExpressionParser
{
    // Filters and tests that do not exist, which are faults only where they are sure to be asked for.
    private readonly List<TemplateException> _unknown = [];

    private Expression Postfix(Expression value)
    {
        while (true)
        {
            if (tokens.Current.IsOperator("."))
                value = Attribute(value);
            else if (tokens.Current.IsOperator("["))
                value = Item(value);
            else if (tokens.Current.IsOperator("("))
                value = new Call(tokens.Place, value, Arguments());
            else
                return value;
        }
    }

    private Expression Filtered(Expression value)
    {
        while (true)
        {
            if (tokens.Current.IsOperator("|"))
                value = Filters(value);
            else if (tokens.Current.IsName("is"))
                value = Check(value);
            // A call of what a filter gives.
            else if (tokens.Current.IsOperator("("))
                value = new Call(tokens.Place, value, Arguments());
            else
                return value;
        }
    }

    private Expression Attribute(Expression owner)
    {
        var place = Operator();
        if (tokens.Current.Kind == TokenKind.Name)
            return new AttributeAccess(place, owner, tokens.Take().Text);
        var index = tokens.Expect(TokenKind.Whole, "a name or a number after '.'");
        return new ItemAccess(place, owner, new Constant(place, Whole(place, index.Text)));
    }

    // Several keys make a tuple, and so do none.
    private ItemAccess Item(Expression owner)
    {
        var place = Operator();
        var keys = new List<Expression>();
        while (!tokens.Current.IsOperator("]"))
        {
            if (keys.Count > 0)
                tokens.ExpectOperator(",");
            keys.Add(Key());
        }
        if (keys.Count > 1 && keys.Any(key => key is SliceDisplay))
            throw place.Fault("Between brackets stands either one part, 'start:stop:step', or keys.");
        tokens.ExpectOperator("]");
        return new ItemAccess(place, owner, keys.Count == 1 ? keys[0] : new SequenceDisplay(place, keys, isTuple: true));
    }

    private Expression Key()
    {
        var place = tokens.Place;
        Expression? Bound() => tokens.Current.Kind == TokenKind.Operator && tokens.Current.Text is ":" or "]" or "," ? null : Expression();
        var start = Bound();
        if (!tokens.TrySkipOperator(":"))
            return start ?? throw tokens.Unexpected("an expression between the brackets");
        var stop = Bound();
        return new SliceDisplay(place, start, stop, tokens.TrySkipOperator(":") ? Bound() : null);
    }

    private ArgumentList Arguments()
    {
        tokens.ExpectOperator("(");
        var (positional, named) = (new List<Expression>(), new List<KeyValuePair<string, Expression>>());
        Expression? star = null, doubleStar = null;
        for (var isFirst = true; !tokens.Current.IsOperator(")"); isFirst = false)
        {
            if (!isFirst)
                tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator(")"))
                break;
            var place = tokens.Place;
            if (star is null && doubleStar is null && tokens.TrySkipOperator("*"))
                star = Expression();
            else if (doubleStar is null && tokens.TrySkipOperator("**"))
                doubleStar = Expression();
            else if (doubleStar is null && tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
                named.Add(new(tokens.Take().Text, NamedValue()));
            else if (star is null && doubleStar is null && named.Count == 0)
                positional.Add(Expression());
            else
                throw place.Fault("In a call, values come first, then those with names, then '*' and '**'.");
        }
        tokens.ExpectOperator(")");
        return new ArgumentList(positional, named, star, doubleStar);
    }

    private Expression NamedValue()
    {
        tokens.ExpectOperator("=");
        return Expression();
    }

    private FilterApplication Filter(Expression? input)
    {
        var place = tokens.Place;
        var name = DottedName("the name of a filter");
        var arguments = tokens.Current.IsOperator("(") ? Arguments() : ArgumentList.None;
        if (FilterTable.WhyNot(name) is { } reason)
            Report(place.Fault(reason));
        return new FilterApplication(place, input, name, arguments);
    }

    private Expression Check(Expression operand)
    {
        var place = Operator();
        var isNegated = tokens.TrySkipName("not");
        var name = DottedName("the name of a test");
        var arguments = ArgumentList.None;
        if (tokens.Current.IsOperator("("))
        {
            arguments = Arguments();
        }
        else if (MayBeArgument(tokens.Current))
        {
            if (tokens.Current.IsName("is"))
                throw place.Fault("Tests are not chained with 'is'; join them with 'and'.");
            arguments = new ArgumentList([Postfix(Primary())], [], null, null);
        }
        if (CheckTable.WhyNot(name) is { } reason)
            Report(place.Fault(reason));
        var check = new CheckApplication(place, operand, name, arguments);
        return isNegated ? new Negation(place, check) : check;
    }

    private static bool MayBeArgument(in Token token) =>
        token.Kind is TokenKind.Text or TokenKind.Whole or TokenKind.Float
        || token.Kind == TokenKind.Name && token.Text is not ("else" or "or" or "and")
        || token.Kind == TokenKind.Operator && token.Text is "(" or "[" or "{";

    private string DottedName(string what)
    {
        var name = tokens.Expect(TokenKind.Name, what).Text;
        while (tokens.TrySkipOperator("."))
            name += "." + tokens.Expect(TokenKind.Name, what).Text;
        return name;
    }

    private void Report(TemplateException fault)
    {
        if (names.Conditions == 0)
            throw fault;
        _unknown.Add(fault);
    }
}
