// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.sql.runner;

import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.operations.BeginStatementSetOperation;
import org.apache.flink.table.operations.CallProcedureOperation;
import org.apache.flink.table.operations.CompileAndExecutePlanOperation;
import org.apache.flink.table.operations.CreateTableASOperation;
import org.apache.flink.table.operations.DeleteFromFilterOperation;
import org.apache.flink.table.operations.EndStatementSetOperation;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.QueryOperation;
import org.apache.flink.table.operations.ReplaceTableAsOperation;
import org.apache.flink.table.operations.StatementSetOperation;
import org.apache.flink.table.operations.command.DescribeJobOperation;
import org.apache.flink.table.operations.command.ExecutePlanOperation;
import org.apache.flink.table.operations.command.ResetOperation;
import org.apache.flink.table.operations.command.SetOperation;
import org.apache.flink.table.operations.command.ShowJobsOperation;
import org.apache.flink.table.operations.command.StopJobOperation;
import org.apache.flink.table.operations.materializedtable.MaterializedTableOperation;

/**
 * Carries out one statement after the other, by what Flink's parser makes of it.
 *
 * <p>Flink's {@code executeSql} leaves SET, RESET and statement sets to its clients (FLIP-163);
 * this is our client, written beside the SQL gateway's {@code OperationExecutor}.
 */
final class StatementExecutor {

    private static final List<Class<? extends Operation>> GATEWAY_ONLY =
            List.of(
                    StopJobOperation.class,
                    ShowJobsOperation.class,
                    DescribeJobOperation.class,
                    MaterializedTableOperation.class);

    private final SqlSession session;
    private final Inserts inserts;
    private final ResultPrinter printer;
    private final Supplier<Configuration> submission;

    /**
     * @param submission where queries are submitted; asked for at the first query
     */
    StatementExecutor(
            SqlSession session,
            Inserts inserts,
            ResultPrinter printer,
            Supplier<Configuration> submission) {
        this.session = session;
        this.inserts = inserts;
        this.printer = printer;
        this.submission = submission;
    }

    /**
     * @throws RefusedStatementException if scripts can't have such a statement
     */
    void execute(SqlStatement statement) throws Exception {
        Operation operation = session.environment().getParser().parse(statement.text()).get(0);
        if (inserts.isSetOpen()
                && !(operation instanceof ModifyOperation
                        || operation instanceof EndStatementSetOperation)) {
            throw new RefusedStatementException(ScriptErrors.ONLY_INSERT_IN_SET);
        }
        if (operation instanceof SetOperation set) {
            set(set);
        } else if (operation instanceof ResetOperation reset) {
            reset.getKey().ifPresentOrElse(key -> session.reset(key.strip()), session::resetAll);
        } else if (operation instanceof BeginStatementSetOperation) {
            inserts.beginSet(statement);
        } else if (operation instanceof EndStatementSetOperation) {
            endSet();
        } else if (operation instanceof StatementSetOperation set) {
            for (ModifyOperation insert : set.getOperations()) {
                keep(statement, insert);
            }
        } else if (operation instanceof ModifyOperation insert) {
            keep(statement, insert);
        } else if (operation instanceof QueryOperation) {
            printer.printQuery(session.environment(submission.get()), operation);
        } else if (operation instanceof CallProcedureOperation) {
            printer.print(session.environment(submission.get()).executeInternal(operation));
        } else {
            refuseSecondJobs(operation);
            printer.print(session.environment().executeInternal(operation));
        }
    }

    private void set(SetOperation set) {
        if (set.getKey().isPresent() && set.getValue().isPresent()) {
            session.set(set.getKey().get().strip(), set.getValue().get().strip());
        } else {
            printer.printSettings(session.settings());
        }
    }

    private void endSet() throws RefusedStatementException {
        if (!inserts.isSetOpen()) {
            throw new RefusedStatementException(ScriptErrors.END_WITHOUT_SET);
        }
        inserts.endSet();
    }

    /** Keeps an INSERT for the job; a table that it creates is there for the next statements. */
    private void keep(SqlStatement statement, ModifyOperation insert) throws Exception {
        if (insert instanceof CreateTableASOperation create) {
            session.environment().executeInternal(create.getCreateTableOperation());
            inserts.add(statement, create.toSinkModifyOperation(session.catalogs()));
        } else if (insert instanceof DeleteFromFilterOperation) {
            printer.print(session.environment().executeInternal(insert));
        } else if (insert instanceof ReplaceTableAsOperation) {
            throw new RefusedStatementException(ScriptErrors.NO_REPLACE_TABLE_AS);
        } else {
            inserts.add(statement, insert);
        }
    }

    private void refuseSecondJobs(Operation operation) throws RefusedStatementException {
        if (operation instanceof ExecutePlanOperation
                || operation instanceof CompileAndExecutePlanOperation) {
            throw new RefusedStatementException(ScriptErrors.NO_PLANS);
        }
        if (GATEWAY_ONLY.stream().anyMatch(type -> type.isInstance(operation))) {
            throw new RefusedStatementException(ScriptErrors.GATEWAY_ONLY);
        }
    }
}
