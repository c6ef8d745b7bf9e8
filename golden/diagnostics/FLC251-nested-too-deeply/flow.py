"""Every check may end the run early: each is nested in the one before it."""

from flowc import FlowSpec, step


class ChecksFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.check_1)

    @step
    def check_1(self):
        self.outcome = "good"
        self.next({"good": self.check_2, "bad": self.end}, condition="outcome")

    @step
    def check_2(self):
        self.outcome = "good"
        self.next({"good": self.check_3, "bad": self.end}, condition="outcome")

    @step
    def check_3(self):
        self.outcome = "good"
        self.next({"good": self.check_4, "bad": self.end}, condition="outcome")

    @step
    def check_4(self):
        self.outcome = "good"
        self.next({"good": self.check_5, "bad": self.end}, condition="outcome")

    @step
    def check_5(self):
        self.outcome = "good"
        self.next({"good": self.check_6, "bad": self.end}, condition="outcome")

    @step
    def check_6(self):
        self.outcome = "good"
        self.next({"good": self.check_7, "bad": self.end}, condition="outcome")

    @step
    def check_7(self):
        self.outcome = "good"
        self.next({"good": self.check_8, "bad": self.end}, condition="outcome")

    @step
    def check_8(self):
        self.outcome = "good"
        self.next({"good": self.check_9, "bad": self.end}, condition="outcome")

    @step
    def check_9(self):
        self.outcome = "good"
        self.next({"good": self.check_10, "bad": self.end}, condition="outcome")

    @step
    def check_10(self):
        self.outcome = "good"
        self.next({"good": self.check_11, "bad": self.end}, condition="outcome")

    @step
    def check_11(self):
        self.outcome = "good"
        self.next({"good": self.check_12, "bad": self.end}, condition="outcome")

    @step
    def check_12(self):
        self.outcome = "good"
        self.next({"good": self.check_13, "bad": self.end}, condition="outcome")

    @step
    def check_13(self):
        self.outcome = "good"
        self.next({"good": self.check_14, "bad": self.end}, condition="outcome")

    @step
    def check_14(self):
        self.outcome = "good"
        self.next({"good": self.check_15, "bad": self.end}, condition="outcome")

    @step
    def check_15(self):
        self.outcome = "good"
        self.next({"good": self.check_16, "bad": self.end}, condition="outcome")

    @step
    def check_16(self):
        self.outcome = "good"
        self.next({"good": self.check_17, "bad": self.end}, condition="outcome")

    @step
    def check_17(self):
        self.outcome = "good"
        self.next({"good": self.check_18, "bad": self.end}, condition="outcome")

    @step
    def check_18(self):
        self.outcome = "good"
        self.next({"good": self.check_19, "bad": self.end}, condition="outcome")

    @step
    def check_19(self):
        self.outcome = "good"
        self.next({"good": self.check_20, "bad": self.end}, condition="outcome")

    @step
    def check_20(self):
        self.outcome = "good"
        self.next({"good": self.check_21, "bad": self.end}, condition="outcome")

    @step
    def check_21(self):
        self.outcome = "good"
        self.next({"good": self.check_22, "bad": self.end}, condition="outcome")

    @step
    def check_22(self):
        self.outcome = "good"
        self.next({"good": self.check_23, "bad": self.end}, condition="outcome")

    @step
    def check_23(self):
        self.outcome = "good"
        self.next({"good": self.check_24, "bad": self.end}, condition="outcome")

    @step
    def check_24(self):
        self.outcome = "good"
        self.next({"good": self.check_25, "bad": self.end}, condition="outcome")

    @step
    def check_25(self):
        self.outcome = "good"
        self.next({"good": self.check_26, "bad": self.end}, condition="outcome")

    @step
    def check_26(self):
        self.outcome = "good"
        self.next({"good": self.check_27, "bad": self.end}, condition="outcome")

    @step
    def check_27(self):
        self.outcome = "good"
        self.next({"good": self.check_28, "bad": self.end}, condition="outcome")

    @step
    def check_28(self):
        self.outcome = "good"
        self.next({"good": self.check_29, "bad": self.end}, condition="outcome")

    @step
    def check_29(self):
        self.outcome = "good"
        self.next({"good": self.check_30, "bad": self.end}, condition="outcome")

    @step
    def check_30(self):
        self.outcome = "good"
        self.next({"good": self.check_31, "bad": self.end}, condition="outcome")

    @step
    def check_31(self):
        self.outcome = "good"
        self.next({"good": self.check_32, "bad": self.end}, condition="outcome")

    @step
    def check_32(self):
        self.outcome = "good"
        self.next({"good": self.check_33, "bad": self.end}, condition="outcome")

    @step
    def check_33(self):
        self.outcome = "good"
        self.next({"good": self.check_34, "bad": self.end}, condition="outcome")

    @step
    def check_34(self):
        self.outcome = "good"
        self.next({"good": self.check_35, "bad": self.end}, condition="outcome")

    @step
    def check_35(self):
        self.outcome = "good"
        self.next({"good": self.check_36, "bad": self.end}, condition="outcome")

    @step
    def check_36(self):
        self.outcome = "good"
        self.next({"good": self.check_37, "bad": self.end}, condition="outcome")

    @step
    def check_37(self):
        self.outcome = "good"
        self.next({"good": self.check_38, "bad": self.end}, condition="outcome")

    @step
    def check_38(self):
        self.outcome = "good"
        self.next({"good": self.check_39, "bad": self.end}, condition="outcome")

    @step
    def check_39(self):
        self.outcome = "good"
        self.next({"good": self.check_40, "bad": self.end}, condition="outcome")

    @step
    def check_40(self):
        self.outcome = "good"
        self.next({"good": self.check_41, "bad": self.end}, condition="outcome")

    @step
    def check_41(self):
        self.outcome = "good"
        self.next({"good": self.check_42, "bad": self.end}, condition="outcome")

    @step
    def check_42(self):
        self.outcome = "good"
        self.next({"good": self.check_43, "bad": self.end}, condition="outcome")

    @step
    def check_43(self):
        self.outcome = "good"
        self.next({"good": self.check_44, "bad": self.end}, condition="outcome")

    @step
    def check_44(self):
        self.outcome = "good"
        self.next({"good": self.check_45, "bad": self.end}, condition="outcome")

    @step
    def check_45(self):
        self.outcome = "good"
        self.next({"good": self.check_46, "bad": self.end}, condition="outcome")

    @step
    def check_46(self):
        self.outcome = "good"
        self.next({"good": self.check_47, "bad": self.end}, condition="outcome")

    @step
    def check_47(self):
        self.outcome = "good"
        self.next({"good": self.check_48, "bad": self.end}, condition="outcome")

    @step
    def check_48(self):
        self.outcome = "good"
        self.next({"good": self.check_49, "bad": self.end}, condition="outcome")

    @step
    def check_49(self):
        self.outcome = "good"
        self.next({"good": self.check_50, "bad": self.end}, condition="outcome")

    @step
    def check_50(self):
        self.outcome = "good"
        self.next({"good": self.check_51, "bad": self.end}, condition="outcome")

    @step
    def check_51(self):
        self.outcome = "good"
        self.next({"good": self.check_52, "bad": self.end}, condition="outcome")

    @step
    def check_52(self):
        self.outcome = "good"
        self.next({"good": self.check_53, "bad": self.end}, condition="outcome")

    @step
    def check_53(self):
        self.outcome = "good"
        self.next({"good": self.check_54, "bad": self.end}, condition="outcome")

    @step
    def check_54(self):
        self.outcome = "good"
        self.next({"good": self.check_55, "bad": self.end}, condition="outcome")

    @step
    def check_55(self):
        self.outcome = "good"
        self.next({"good": self.check_56, "bad": self.end}, condition="outcome")

    @step
    def check_56(self):
        self.outcome = "good"
        self.next({"good": self.check_57, "bad": self.end}, condition="outcome")

    @step
    def check_57(self):
        self.outcome = "good"
        self.next({"good": self.check_58, "bad": self.end}, condition="outcome")

    @step
    def check_58(self):
        self.outcome = "good"
        self.next({"good": self.check_59, "bad": self.end}, condition="outcome")

    @step
    def check_59(self):
        self.outcome = "good"
        self.next({"good": self.check_60, "bad": self.end}, condition="outcome")

    @step
    def check_60(self):
        self.outcome = "good"
        self.next({"good": self.check_61, "bad": self.end}, condition="outcome")

    @step
    def check_61(self):
        self.outcome = "good"
        self.next({"good": self.check_62, "bad": self.end}, condition="outcome")

    @step
    def check_62(self):
        self.outcome = "good"
        self.next({"good": self.check_63, "bad": self.end}, condition="outcome")

    @step
    def check_63(self):
        self.outcome = "good"
        self.next({"good": self.check_64, "bad": self.end}, condition="outcome")

    @step
    def check_64(self):
        self.outcome = "good"
        self.next({"good": self.check_65, "bad": self.end}, condition="outcome")

    @step
    def check_65(self):
        self.outcome = "good"
        self.next({"good": self.check_66, "bad": self.end}, condition="outcome")

    @step
    def check_66(self):
        self.outcome = "good"
        self.next({"good": self.check_67, "bad": self.end}, condition="outcome")

    @step
    def check_67(self):
        self.outcome = "good"
        self.next({"good": self.check_68, "bad": self.end}, condition="outcome")

    @step
    def check_68(self):
        self.outcome = "good"
        self.next({"good": self.check_69, "bad": self.end}, condition="outcome")

    @step
    def check_69(self):
        self.outcome = "good"
        self.next({"good": self.check_70, "bad": self.end}, condition="outcome")

    @step
    def check_70(self):
        self.outcome = "good"
        self.next({"good": self.check_71, "bad": self.end}, condition="outcome")

    @step
    def check_71(self):
        self.outcome = "good"
        self.next({"good": self.check_72, "bad": self.end}, condition="outcome")

    @step
    def check_72(self):
        self.outcome = "good"
        self.next({"good": self.check_73, "bad": self.end}, condition="outcome")

    @step
    def check_73(self):
        self.outcome = "good"
        self.next({"good": self.check_74, "bad": self.end}, condition="outcome")

    @step
    def check_74(self):
        self.outcome = "good"
        self.next({"good": self.check_75, "bad": self.end}, condition="outcome")

    @step
    def check_75(self):
        self.outcome = "good"
        self.next({"good": self.check_76, "bad": self.end}, condition="outcome")

    @step
    def check_76(self):
        self.outcome = "good"
        self.next({"good": self.check_77, "bad": self.end}, condition="outcome")

    @step
    def check_77(self):
        self.outcome = "good"
        self.next({"good": self.check_78, "bad": self.end}, condition="outcome")

    @step
    def check_78(self):
        self.outcome = "good"
        self.next({"good": self.check_79, "bad": self.end}, condition="outcome")

    @step
    def check_79(self):
        self.outcome = "good"
        self.next({"good": self.check_80, "bad": self.end}, condition="outcome")

    @step
    def check_80(self):
        self.outcome = "good"
        self.next({"good": self.check_81, "bad": self.end}, condition="outcome")

    @step
    def check_81(self):
        self.outcome = "good"
        self.next({"good": self.check_82, "bad": self.end}, condition="outcome")

    @step
    def check_82(self):
        self.outcome = "good"
        self.next({"good": self.check_83, "bad": self.end}, condition="outcome")

    @step
    def check_83(self):
        self.outcome = "good"
        self.next({"good": self.check_84, "bad": self.end}, condition="outcome")

    @step
    def check_84(self):
        self.outcome = "good"
        self.next({"good": self.check_85, "bad": self.end}, condition="outcome")

    @step
    def check_85(self):
        self.outcome = "good"
        self.next({"good": self.check_86, "bad": self.end}, condition="outcome")

    @step
    def check_86(self):
        self.outcome = "good"
        self.next({"good": self.check_87, "bad": self.end}, condition="outcome")

    @step
    def check_87(self):
        self.outcome = "good"
        self.next({"good": self.check_88, "bad": self.end}, condition="outcome")

    @step
    def check_88(self):
        self.outcome = "good"
        self.next({"good": self.check_89, "bad": self.end}, condition="outcome")

    @step
    def check_89(self):
        self.outcome = "good"
        self.next({"good": self.check_90, "bad": self.end}, condition="outcome")

    @step
    def check_90(self):
        self.outcome = "good"
        self.next({"good": self.check_91, "bad": self.end}, condition="outcome")

    @step
    def check_91(self):
        self.outcome = "good"
        self.next({"good": self.check_92, "bad": self.end}, condition="outcome")

    @step
    def check_92(self):
        self.outcome = "good"
        self.next({"good": self.check_93, "bad": self.end}, condition="outcome")

    @step
    def check_93(self):
        self.outcome = "good"
        self.next({"good": self.check_94, "bad": self.end}, condition="outcome")

    @step
    def check_94(self):
        self.outcome = "good"
        self.next({"good": self.check_95, "bad": self.end}, condition="outcome")

    @step
    def check_95(self):
        self.outcome = "good"
        self.next({"good": self.check_96, "bad": self.end}, condition="outcome")

    @step
    def check_96(self):
        self.outcome = "good"
        self.next({"good": self.check_97, "bad": self.end}, condition="outcome")

    @step
    def check_97(self):
        self.outcome = "good"
        self.next({"good": self.check_98, "bad": self.end}, condition="outcome")

    @step
    def check_98(self):
        self.outcome = "good"
        self.next({"good": self.check_99, "bad": self.end}, condition="outcome")

    @step
    def check_99(self):
        self.outcome = "good"
        self.next({"good": self.check_100, "bad": self.end}, condition="outcome")

    @step
    def check_100(self):
        self.outcome = "good"
        self.next({"good": self.check_101, "bad": self.end}, condition="outcome")

    @step
    def check_101(self):
        self.outcome = "good"
        self.next({"good": self.store, "bad": self.end}, condition="outcome")

    @step
    def store(self):
        self.next(self.end)

    @step
    def end(self):
        pass
